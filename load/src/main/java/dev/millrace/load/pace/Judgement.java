package dev.millrace.load.pace;

/** What a stage has shown, as far as it decides what comes next. */
public enum Judgement {
  /** Everything was acknowledged in time and the target kept up. */
  SUSTAINED,
  /** Latency above the limit, a lag that grew, refusals, or less acknowledged than was due. */
  BROKEN
}

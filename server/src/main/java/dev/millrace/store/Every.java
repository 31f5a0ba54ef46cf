package dev.millrace.store;

/** The width of a trend's buckets. Day, week (from Monday) and month follow the timezone. */
public enum Every {
  SECOND("second", 1),
  MINUTE("minute", 60),
  QUARTER_HOUR("15m", 15 * 60),
  HOUR("hour", 60 * 60),
  DAY("day", 24 * 60 * 60),
  WEEK("week", 7 * 24 * 60 * 60),
  MONTH("month", 30 * 24 * 60 * 60),
  /** One bucket for the whole range. */
  NONE("none", 0);

  private final String text;
  private final long micros;

  Every(String text, long seconds) {
    this.text = text;
    this.micros = seconds * 1_000_000;
  }

  /** As questions write it. */
  public String text() {
    return text;
  }

  /** Its usual length in microseconds, a month's taken as 30 days; 0 for {@link #NONE}. */
  public long micros() {
    return micros;
  }
}

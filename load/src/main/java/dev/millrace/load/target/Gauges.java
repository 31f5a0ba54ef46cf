package dev.millrace.load.target;

/**
 * Names of what a target tells of itself, as far as more than one part of the program uses them.
 */
public final class Gauges {
  /** Events acknowledged that no answer has yet. */
  public static final String LAG_EVENTS = "lag.events";

  /** Processor time of the target since its start, from which a run makes the next one. */
  public static final String TARGET_CPU_SECONDS = "cpu.target.seconds";

  /** Processor time of the target, in cores. */
  public static final String TARGET_CORES = "cpu.target.cores";

  /** Processor time of the generator, in cores. */
  public static final String GENERATOR_CORES = "cpu.generator.cores";

  /** Processor time of the whole machine, in cores. */
  public static final String MACHINE_CORES = "cpu.machine.cores";

  /** Resident memory of the target. */
  public static final String TARGET_BYTES = "memory.target.bytes";

  /** Begins the name of each queue, which is told in per cent of its limit. */
  public static final String QUEUE = "queue.";

  private Gauges() {}
}

package dev.millrace.app.settings;

/** The ends of the ranges that several settings share. */
final class Limits {
  static final long KIB = 1L << 10;
  static final long MIB = 1L << 20;

  /** Below 2 GiB, so that it counts as an int. */
  static final long GIB = 1L << 30;

  static final long TIB = 1L << 40;

  /** No machine has more; it only catches slips of the pen. */
  static final long PIB = 1L << 50;

  private Limits() {}

  /** For sizes whose range ends at {@link #GIB}. */
  static int toInt(long bytes) {
    return Math.toIntExact(bytes);
  }
}

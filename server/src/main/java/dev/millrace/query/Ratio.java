package dev.millrace.query;

import org.jspecify.annotations.Nullable;

/** Quotients in answers. */
final class Ratio {
  private Ratio() {}

  /** Null if there is no part or no whole, or the whole is 0. */
  static @Nullable Double of(@Nullable Number part, @Nullable Number whole) {
    return part == null || whole == null || whole.doubleValue() == 0
        ? null
        : (Double) (part.doubleValue() / whole.doubleValue());
  }
}

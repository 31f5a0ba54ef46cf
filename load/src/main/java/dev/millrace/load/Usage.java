package dev.millrace.load;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;

/** Refuses what makes no sense together, before anything is started. */
final class Usage {
  private Usage() {}

  static void check(boolean right, String otherwise) {
    if (!right) {
      throw wrong(otherwise);
    }
  }

  static MillraceException wrong(String what) {
    return new MillraceException(
        Fault.INVALID_CONFIGURATION, what, "millrace load --help tells the rest", null);
  }
}

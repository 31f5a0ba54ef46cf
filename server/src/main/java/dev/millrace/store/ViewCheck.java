package dev.millrace.store;

import java.util.List;

/**
 * A view beside the events that it is made of.
 *
 * @param compared rows that were recomputed
 * @param differing the first of the rows that are not the same, as text; none if all are
 */
public record ViewCheck(long compared, List<String> differing) {
  public ViewCheck {
    differing = List.copyOf(differing);
  }
}

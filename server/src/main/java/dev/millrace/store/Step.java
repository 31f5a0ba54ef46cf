package dev.millrace.store;

import java.util.List;

/**
 * Something that people do, one of several in a question.
 *
 * @param events names, of which any will do; empty means all
 */
public record Step(List<String> events, Filter filter) {
  public Step {
    events = List.copyOf(events);
  }
}

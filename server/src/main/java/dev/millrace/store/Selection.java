package dev.millrace.store;

import java.util.List;

/**
 * Which of a project's events a question is about.
 *
 * @param events names to keep; empty means all
 */
public record Selection(String project, List<String> events, Filter filter) {
  public Selection {
    events = List.copyOf(events);
  }
}

package dev.millrace.store;

import java.util.List;

/**
 * What a project's events look like.
 *
 * @param properties from a sample of the newest events, most frequent first
 * @param sampled how many events the properties are from
 */
public record Schema(List<EventName> events, List<PropertySummary> properties, long sampled) {

  /** An event's name and how many there are of it. */
  public record EventName(String name, long count) {}

  /**
   * @param type {@code number}, {@code text}, {@code boolean}, {@code array}, {@code object}, or
   *     {@code mixed}
   * @param events names of the events that have it
   * @param values its most frequent values, as text
   */
  public record PropertySummary(
      String name, String type, long count, List<String> events, List<String> values) {}
}

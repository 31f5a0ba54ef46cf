package dev.millrace.store.duckdb;

/** How the tables of events tell who did what. */
final class People {
  /** An event's person, as an expression over a table of events: equal for the same person. */
  static final String PERSON = "\"user\"";

  /** The name of an event's person, as an expression over a table of events. */
  static final String NAME = "\"user\"";

  private People() {}
}

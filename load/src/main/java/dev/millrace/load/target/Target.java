package dev.millrace.load.target;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Something that takes actions of the population. Safe for use by many threads. */
public interface Target extends AutoCloseable {

  /** For a person who reads the report. */
  String title();

  /** What it runs with, for the report: versions and settings. */
  Map<String, String> facts();

  /** A connection, for one thread. */
  Sender open() throws IOException;

  /**
   * What it tells of itself now. Names end in their unit; see {@link Gauges} for those that the
   * report knows. Called once a second.
   */
  Map<String, Double> gauges();

  /** Whether it tells {@link Gauges#LAG_EVENTS}: then a second without it is one of unknown lag. */
  default boolean tellsLag() {
    return false;
  }

  /** Compares what it has counted with what it has acknowledged; waits until it is done. */
  List<Finding> check(Ledger ledger) throws InterruptedException;

  @Override
  void close();
}

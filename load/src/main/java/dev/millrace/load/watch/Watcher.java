package dev.millrace.load.watch;

import dev.millrace.load.measure.Quantiles;
import java.util.Map;

/** Something that goes on beside the writing, in threads of its own. */
public interface Watcher extends AutoCloseable {

  /** In reports: begins the names of its figures. */
  String name();

  /** Begins; its figures count for the given stage from now on. */
  void start(int stage) throws InterruptedException;

  /** Its figures count for another stage from now on. */
  void stage(int number);

  /** Figures of the time since the last call, names without the watcher's. */
  Map<String, Double> interval();

  /** Latencies of a stage, in milliseconds. */
  Quantiles latencies(int stage);

  /** What has failed in a stage, empty if nothing. */
  String failures(int stage);

  @Override
  void close();
}

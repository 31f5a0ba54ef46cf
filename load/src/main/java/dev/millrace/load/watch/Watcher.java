package dev.millrace.load.watch;

import java.util.Map;

/** Something that goes on beside the writing, in threads of its own. */
public interface Watcher extends AutoCloseable {

  /** In reports: begins the names of its figures. */
  String name();

  void start() throws InterruptedException;

  /** What it has found so far; they are told of each stage. */
  Figures figures();

  /** Gauges of the time since the last call, names without the watcher's. */
  Map<String, Double> interval();

  @Override
  void close();
}

package dev.millrace.store.duckdb;

import dev.millrace.metrics.Metrics;
import java.sql.SQLException;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open engine and the two that write with it. Ends with the engine. */
record Session(Engine engine, Appending appending, Flush flush) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  static Session open(DuckDbConfig config, Metrics metrics, ScheduledExecutorService timer) {
    Engine engine = Engine.open(config, timer);
    try {
      return new Session(
          engine,
          new Appending(engine.appending(), metrics),
          new Flush(engine.flushing(), config, metrics));
    } catch (SQLException e) {
      engine.close();
      throw DuckDbFaults.ofEngine(e);
    }
  }

  @Override
  public void close() {
    try {
      appending.close();
    } catch (SQLException e) {
      LOG.debug("statement not closed reason={}", DuckDbFaults.line(e));
    }
    engine.close();
  }
}

package dev.millrace.store.duckdb;

import dev.millrace.metrics.Metrics;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** An open engine and what writes with it. Ends with the engine. */
record Session(Engine engine, Flush flush, Views views) implements AutoCloseable {
  static Session open(
      DuckDbConfig config,
      Supplier<List<Generation>> generations,
      Metrics metrics,
      ScheduledExecutorService timer) {
    Engine engine = Engine.open(config, generations, timer);
    try {
      Views views = Views.open(engine.flushing(), engine.tables(), config.views());
      Flush flush = new Flush(engine, views, config, metrics);
      return new Session(engine, flush, views);
    } catch (SQLException e) {
      engine.close();
      throw DuckDbFaults.ofEngine(e);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}

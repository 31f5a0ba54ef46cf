package dev.millrace.load.postgres;

import dev.millrace.load.population.Action;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The same counter tables, written in batches, as behind the stopgap. For one thread. */
public final class CounterBatches implements AutoCloseable {
  private static final String DATABASE = "load_batches";

  private final CounterTables tables;
  private final Connection connection;

  public CounterBatches(Database database, int users, int features) throws SQLException {
    tables = new CounterTables(users, features);
    database.create(DATABASE);
    connection = database.connect(DATABASE);
    tables.create(connection);
  }

  public void write(List<Action> actions) {
    try {
      tables.add(connection, actions);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException _) {
      // Closed all the same.
    }
  }
}

package dev.millrace.store.duckdb;

import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBWritableVector;

/**
 * {@code collect(ticket, key, number)} puts a person's number, or a value's token, into {@link
 * NumbersByKey} while the engine adds events up: lists of whose each event is would take the engine
 * a hash table of all pairs, and the driver an object for each. It is null, and to be counted,
 * since the engine leaves out what nobody needs.
 */
final class CollectFunction implements DuckDBScalarFunction {
  private final Tickets<NumbersByKey<?>> collections = new Tickets<>();

  Tickets<NumbersByKey<?>> collections() {
    return collections;
  }

  @Override
  public void apply(DuckDBDataChunkReader input, DuckDBWritableVector output) {
    NumbersByKey<?> collection = collections.get(input.vector(0).getLong(0));
    DuckDBReadableVector keys = input.vector(1);
    DuckDBReadableVector numbers = input.vector(2);
    long count = input.rowCount();
    synchronized (collection) {
      for (long row = 0; row < count; row++) {
        collection.add(keys.getLong(row), numbers.getInt(row));
      }
    }
  }
}

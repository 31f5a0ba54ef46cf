package dev.millrace.store.duckdb;

import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBWritableVector;

/** {@code person_of(ticket, number)} is the person whose number it is, as one reading sees it. */
final class PersonFunction implements DuckDBScalarFunction {
  private final Tickets<Identities.Joins> joins = new Tickets<>();

  Tickets<Identities.Joins> joins() {
    return joins;
  }

  @Override
  public void apply(DuckDBDataChunkReader input, DuckDBWritableVector output) {
    int count = (int) input.rowCount();
    Identities.Joins of = joins.get(input.vector(0).getLong(0));
    DuckDBReadableVector numbers = input.vector(1);
    for (int row = 0; row < count; row++) {
      output.setInt(row, of.person(numbers.getInt(row)));
    }
  }
}

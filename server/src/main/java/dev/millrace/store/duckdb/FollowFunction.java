package dev.millrace.store.duckdb;

import dev.millrace.store.fold.PersonRows;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBWritableVector;

/**
 * {@code follow(ticket, time, place and person, partition, group and code)} hands events over to
 * {@link PersonRows} from the threads that scan: as rows of a result they would all pass through
 * one thread, which takes longer than the scan. Numbers come as parts of one, since getting at a
 * number costs more than taking it apart. It is null, and to be counted, since the engine leaves
 * out what nobody needs.
 */
final class FollowFunction implements DuckDBScalarFunction {
  /** A call with the ticket, over columns of these names. Of a place it takes the last 31 bits. */
  static final String CALL =
      """
      follow(%d, micros, ((place & 2147483647) << 32) | person, \
      (log::bigint << 48) | (part::bigint << 32) | code)\
      """;

  private final Tickets<PersonRows> followers = new Tickets<>();

  Tickets<PersonRows> followers() {
    return followers;
  }

  @Override
  public void apply(DuckDBDataChunkReader input, DuckDBWritableVector output) {
    int count = (int) input.rowCount();
    PersonRows rows = followers.get(input.vector(0).getLong(0));
    DuckDBReadableVector times = input.vector(1);
    DuckDBReadableVector placesAndPeople = input.vector(2);
    DuckDBReadableVector kinds = input.vector(3);
    PersonRows.Filler filler = rows.take();
    for (int row = 0; row < count; row++) {
      long placeAndPerson = placesAndPeople.getLong(row);
      if (filler.takes((int) placeAndPerson)) {
        filler.add(times.getLong(row), placeAndPerson, kinds.getLong(row));
      }
    }
    rows.giveBack(filler);
  }
}

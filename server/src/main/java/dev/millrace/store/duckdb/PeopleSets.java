package dev.millrace.store.duckdb;

import dev.millrace.store.Buckets;
import dev.millrace.store.Every;
import dev.millrace.store.Filter;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import dev.millrace.store.Selection;
import dev.millrace.store.Trend;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Whose events there were, read from a view: for questions that are set algebra. */
final class PeopleSets {
  private final Connection connection;
  private final ReadSnapshot snapshot;
  private final Selection selection;
  private final Trend.Source.Rows source;
  private final StoredView version;
  private long rowsRead;

  private PeopleSets(
      Connection connection,
      ReadSnapshot snapshot,
      Selection selection,
      Trend.Source.Rows source,
      StoredView version) {
    this.connection = connection;
    this.snapshot = snapshot;
    this.selection = selection;
    this.source = source;
    this.version = version;
  }

  /** Null if they are to be taken from the events. */
  static @Nullable PeopleSets of(
      Connection connection, ReadSnapshot snapshot, Selection selection, Trend.Source source)
      throws SQLException {
    if (source instanceof Trend.Source.Rows rows) {
      StoredView version = snapshot.complete(connection, rows.view());
      return version == null
          ? null
          : new PeopleSets(connection, snapshot, selection, rows, version);
    }
    return null;
  }

  /** Who did any of what is selected. */
  List<RoaringBitmap> perBucket(Buckets buckets) throws SQLException {
    return perBucket(buckets, List.of(), Filter.EVERYTHING);
  }

  /**
   * Who did it, by bucket.
   *
   * @param names events of which any will do; empty means all
   */
  List<RoaringBitmap> perBucket(Buckets buckets, List<String> names, Filter filter)
      throws SQLException {
    List<Filter> filters = new ArrayList<>(List.of(selection.filter(), filter));
    if (!selection.events().isEmpty()) {
      filters.add(
          new Filter.Test(
              Property.NAME, Filter.Operator.IN, List.<Object>copyOf(selection.events())));
    }
    Trend trend =
        new Trend(
            selection.project(),
            source,
            buckets,
            names,
            new Filter.All(filters),
            List.of(),
            1,
            List.of(),
            List.of(new Measure.People("people")));
    ViewReader.People people = ViewReader.people(connection, snapshot, trend, version);
    rowsRead += people.rowsRead();
    return people.perBucket();
  }

  /** Rows of the view that were read so far. */
  long rowsRead() {
    return rowsRead;
  }

  /** Who did it earlier than any of the buckets. */
  RoaringBitmap before(Buckets buckets, List<String> names, Filter filter) throws SQLException {
    Buckets earlier = Buckets.of(Every.NONE, buckets.zone(), ViewRows.EARLIEST, buckets.from());
    return perBucket(earlier, names, filter).getFirst();
  }
}

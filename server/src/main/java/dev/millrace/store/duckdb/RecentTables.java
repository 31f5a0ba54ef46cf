package dev.millrace.store.duckdb;

import dev.millrace.store.Property;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBFunctions;

/**
 * Lets the engine read events in memory, as table functions: {@code recent(ticket)} has the events,
 * {@code recent_people(ticket)} the people who first appear in them, and {@code
 * recent_cells(ticket)} the events added up for a view. {@link PersonFunction} tells whose a number
 * is, {@link TokenFunction} what a value is known by, and {@link FollowFunction} and {@link
 * CollectFunction} take out what they are given. A ticket stands for the rows that one reading
 * sees, for as long as it runs.
 */
final class RecentTables {
  private final Tickets<Reading> readings = new Tickets<>();
  private final PersonFunction person = new PersonFunction();
  private final FollowFunction follow = new FollowFunction();
  private final CollectFunction collect = new CollectFunction();

  /**
   * What a ticket stands for.
   *
   * @param properties what events are asked for besides their own fields
   * @param cells the events added up for a view, when that is asked for
   * @param stretch chunks in a row that one thread of the engine takes at once
   */
  record Reading(
      List<Generation.View> views, List<Property> properties, List<RecentCell> cells, int stretch) {
    Reading {
      views = List.copyOf(views);
      properties = List.copyOf(properties);
      cells = List.copyOf(cells);
    }
  }

  /** Events in memory with one key. The cell is the reading's own. */
  record RecentCell(ViewKey key, ViewCell cell) {}

  /** Makes the functions known to the engine that the connection belongs to. */
  void register(Connection connection, int threads) throws SQLException {
    DuckDBFunctions.scalarFunction()
        .withName("person_of")
        .withParameters(Long.class, Integer.class)
        .withReturnType(Integer.class)
        .withVectorizedFunction(person)
        .register(connection);
    DuckDBFunctions.scalarFunction()
        .withName("follow")
        .withParameters(Long.class, Long.class, Long.class, Long.class)
        .withReturnType(Integer.class)
        .withVectorizedFunction(follow)
        .withVolatile()
        .register(connection);
    DuckDBFunctions.scalarFunction()
        .withName("collect")
        .withParameters(Long.class, Long.class, Integer.class)
        .withReturnType(Integer.class)
        .withVectorizedFunction(collect)
        .withVolatile()
        .register(connection);
    DuckDBFunctions.scalarFunction()
        .withName("token_of")
        .withParameter(String.class)
        .withReturnType(Integer.class)
        .withVectorizedFunction(new TokenFunction())
        .register(connection);
    DuckDBFunctions.tableFunction()
        .withName("recent")
        .withParameter(Long.class)
        .withProjectionPushdown()
        .withFunction(new RecentEventsFunction(this, threads))
        .register(connection);
    DuckDBFunctions.tableFunction()
        .withName("recent_people")
        .withParameter(Long.class)
        .withFunction(new RecentPeopleFunction(this))
        .register(connection);
    DuckDBFunctions.tableFunction()
        .withName("recent_cells")
        .withParameter(Long.class)
        .withFunction(new RecentCellsFunction(this))
        .register(connection);
  }

  /** What {@code person_of} is told the joins by. */
  Tickets<Identities.Joins> joins() {
    return person.joins();
  }

  FollowFunction follow() {
    return follow;
  }

  CollectFunction collect() {
    return collect;
  }

  Tickets<Reading> readings() {
    return readings;
  }
}

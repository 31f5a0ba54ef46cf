package dev.millrace.store.duckdb;

import dev.millrace.store.duckdb.Generation.Person;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/** The table function {@code recent_people(ticket)}: like {@code main.people}. */
final class RecentPeopleFunction
    implements DuckDBTableFunction<List<Person>, AtomicInteger, Object> {
  private final RecentTables tables;

  RecentPeopleFunction(RecentTables tables) {
    this.tables = tables;
  }

  @Override
  public List<Person> bind(DuckDBTableFunctionBindInfo info) throws Exception {
    info.addResultColumn("number", DuckDBColumnType.INTEGER);
    info.addResultColumn("project", DuckDBColumnType.VARCHAR);
    info.addResultColumn("user", DuckDBColumnType.VARCHAR);
    List<Person> people =
        tables.readings().get(info.getParameter(0).getLong()).views().stream()
            .flatMap(view -> view.people().stream())
            .toList();
    info.setCardinality(people.size(), true);
    return people;
  }

  @Override
  public AtomicInteger init(DuckDBTableFunctionInitInfo info) {
    info.setMaxThreads(1);
    return new AtomicInteger();
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter writer) {
    List<Person> people = info.getBindData();
    AtomicInteger next = info.getInitData();
    int first = next.get();
    int rows = (int) Math.min(writer.capacity(), people.size() - first);
    byte[][] projects = new byte[rows][];
    byte[][] users = new byte[rows][];
    for (int row = 0; row < rows; row++) {
      Person person = people.get(first + row);
      writer.vector(0).setInt(row, person.number());
      projects[row] = person.project().getBytes(StandardCharsets.UTF_8);
      users[row] = person.user().getBytes(StandardCharsets.UTF_8);
    }
    if (rows > 0) {
      writer.vector(1).setStringUtf8Batch(0, projects);
      writer.vector(2).setStringUtf8Batch(0, users);
    }
    next.set(first + rows);
    return rows;
  }
}

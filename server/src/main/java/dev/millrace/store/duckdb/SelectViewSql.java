package dev.millrace.store.duckdb;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.Property;
import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A declared view as a relation for statements from outside: a row for each quarter of an hour and
 * each combination of values, with its count, and of numbers the sum, least, most and average. Sets
 * of people and sketches of percentiles stay out, since the engine cannot merge them.
 */
final class SelectViewSql {
  /** Of what {@link NumberCell} writes, what is before the sketch; its length is at the end. */
  private static final int FIXED_BYTES = 44;

  private static final String NUMBERS =
      """
      , {at} as at{i}, numbers[at{i} + 1:at{i} + 8]::bit::bigint as n{i},
        numbers[at{i} + 9:at{i} + 16]::bit::double + numbers[at{i} + 17:at{i} + 24]::bit::double as sum{i},
        numbers[at{i} + 25:at{i} + 32]::bit::double as least{i},
        numbers[at{i} + 33:at{i} + 40]::bit::double as most{i}\
      """;

  private static final String MEASURES =
      """
      ,
        sum(sum{i}) as "sum({property})",
        case when sum(n{i}) > 0 then min(least{i}) end as "min({property})",
        case when sum(n{i}) > 0 then max(most{i}) end as "max({property})",
        case when sum(n{i}) > 0 then sum(sum{i}) / sum(n{i}) end as "avg({property})"\
      """;

  private final View view;

  private SelectViewSql(View view) {
    this.view = view;
  }

  /**
   * @param project as SQL
   * @throws MillraceException {@code invalid_sql} while the view is being built
   */
  static String of(Connection connection, ReadSnapshot snapshot, View view, String project)
      throws SQLException {
    StoredView version = snapshot.complete(connection, view);
    if (version == null) {
      throw new MillraceException(
          Fault.INVALID_SQL,
          "the view " + view.name() + " is not ready",
          "GET /v1/views tells how far it is; events has everything meanwhile",
          null);
    }
    SelectViewSql sql = new SelectViewSql(view);
    String rows = sql.file(version, project);
    if (!snapshot.views().isEmpty()) {
      String recent = snapshot.recentCells(connection, view);
      rows += "\nunion all by name\n" + sql.memory(recent, project);
    }
    return sql.select(rows);
  }

  private String keys() {
    StringBuilder keys = new StringBuilder("bucket");
    for (int i = 0; i < view.by().size(); i++) {
      keys.append(", by").append(i);
    }
    return keys.toString();
  }

  private String file(StoredView version, String project) {
    StringBuilder numbers = new StringBuilder();
    for (int i = 0; i < view.numbers().size(); i++) {
      String at =
          i == 0
              ? "0"
              : "at%1$d + %2$d + numbers[at%1$d + %3$d:at%1$d + %2$d]::bit::integer"
                  .formatted(i - 1, FIXED_BYTES, FIXED_BYTES - Integer.BYTES + 1);
      numbers.append(NUMBERS.replace("{at}", at).replace("{i}", String.valueOf(i)));
    }
    return "select "
        + keys()
        + ", \"count\""
        + numbers
        + ViewRows.from(version)
        + " and minutes = 15 and project = "
        + project;
  }

  private String memory(String recent, String project) {
    StringBuilder numbers = new StringBuilder();
    for (int i = 0; i < view.numbers().size(); i++) {
      numbers.append(", n{i}, sum{i}, least{i}, most{i}".replace("{i}", String.valueOf(i)));
    }
    return "select "
        + keys()
        + ", \"count\""
        + numbers
        + " from "
        + recent
        + " where project = "
        + project;
  }

  private String select(String rows) {
    Set<String> taken = new HashSet<>(Set.of("time", "utc", "count"));
    StringBuilder columns =
        new StringBuilder(SelectTables.zoned("bucket") + " as time, bucket as utc");
    List<Property> by = view.by();
    for (int i = 0; i < by.size(); i++) {
      String name = by.get(i).text();
      while (!taken.add(name.toLowerCase(Locale.ROOT))) {
        name = "by_" + name;
      }
      columns.append(", by").append(i).append(" as ").append(Sql.identifier(name));
    }
    columns.append(", sum(\"count\")::bigint as \"count\"");
    for (int i = 0; i < view.numbers().size(); i++) {
      String property = view.numbers().get(i).property().text().replace("\"", "\"\"");
      columns.append(MEASURES.replace("{i}", String.valueOf(i)).replace("{property}", property));
    }
    return "select " + columns + "\nfrom (" + rows + ")\ngroup by " + keys();
  }
}

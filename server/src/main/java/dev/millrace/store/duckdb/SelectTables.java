package dev.millrace.store.duckdb;

import dev.millrace.store.View;
import dev.millrace.store.duckdb.SelectCheck.Reads;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The relations that a statement from outside reads: one project's part of what the store has, as
 * {@code with} in front of the statement. {@code docs/sql.md} documents their columns.
 */
final class SelectTables {
  /** The canonical text of a UUID that is kept in two halves. */
  private static final String UUID =
      """
      (case when id_high is null then null else
        lpad(to_hex(id_high), 16, '0')[1:8] || '-' || lpad(to_hex(id_high), 16, '0')[9:12] || '-'
        || lpad(to_hex(id_high), 16, '0')[13:16] || '-' || lpad(to_hex(id_low), 16, '0')[1:4] || '-'
        || lpad(to_hex(id_low), 16, '0')[5:16] end)\
      """;

  private static final List<String> BUILT_IN = List.of("events", View.ACTIVITY.name());

  private final ReadSnapshot snapshot;
  private final String project;

  private SelectTables(ReadSnapshot snapshot, String project) {
    this.snapshot = snapshot;
    this.project = literal(project);
  }

  /** The names of all tables that there are, those of views after the others. */
  static Set<String> names(List<View> views) {
    Set<String> names = new LinkedHashSet<>(BUILT_IN);
    views.forEach(view -> names.add(view.name()));
    return names;
  }

  /** What the statement reads; empty if it reads nothing. */
  static String with(
      Connection connection, ReadSnapshot snapshot, List<View> views, String project, Reads reads)
      throws SQLException {
    SelectTables tables = new SelectTables(snapshot, project);
    List<String> relations = new ArrayList<>();
    if (reads.tables().contains("events")) {
      relations.add(named("events", tables.events(reads)));
    }
    if (reads.tables().contains(View.ACTIVITY.name())) {
      relations.add(named(View.ACTIVITY.name(), tables.activity(connection)));
    }
    for (View view : views) {
      if (!BUILT_IN.contains(view.name()) && reads.tables().contains(view.name())) {
        String rows = SelectViewSql.of(connection, snapshot, view, tables.project);
        relations.add(named(view.name(), rows));
      }
    }
    return relations.isEmpty() ? "" : "with " + String.join(",\n", relations) + "\n";
  }

  /** Not materialized, so that only what is asked for is read. */
  private static String named(String table, String select) {
    return Sql.identifier(SelectCheck.OURS + table) + " as not materialized (\n" + select + ")";
  }

  /**
   * The texts of people are looked up only where they are asked for: they are in a table of their
   * own, and no statement without them has to pay for that.
   */
  private String events(Reads reads) {
    String people = snapshot.fromPeople();
    StringBuilder columns = new StringBuilder();
    StringBuilder joins = new StringBuilder();
    for (String[] column :
        new String[][] {{"user", "number"}, {"person", "person"}, {"anonymous", "anonymous"}}) {
      if (reads.mentions(column[0])) {
        String alias = "the_" + column[0];
        columns.append(", ").append(alias).append(".\"user\" as ");
        columns.append(Sql.identifier(column[0]));
        joins.append("\nleft join ").append(people).append(' ').append(alias);
        joins.append(" on ").append(alias).append(".who = e.").append(column[1]);
      }
    }
    return "select "
        + zoned("e.time")
        + " as time, e.time as utc, e.name, e.id"
        + columns
        + ", e.properties, e.context::json as context, "
        + zoned("e.received")
        + " as received,\n  "
        + zoned("e.sent")
        + " as sent, e.\"partition\", e.\"offset\"\nfrom "
        + snapshot
            .events()
            .from(
                """
                select time, name, number, anonymous, {person} as person, received,
                  coalesce(time - to_microseconds(skew), sent) as sent,
                  coalesce(id_text, lower(uuid_text(id_high, id_low))) as id,
                """
                        .replace("uuid_text(id_high, id_low)", UUID)
                    + snapshot.events().properties()
                    + " as properties, coalesce(context, '{}') as context, \"partition\", \"offset\"\n"
                    + "from %s where project = "
                    + project)
        + " e"
        + joins;
  }

  /** Quarters of an hour from the built-in view; while it is being built, from the events. */
  private String activity(Connection connection) throws SQLException {
    StoredView version = snapshot.complete(connection, View.ACTIVITY);
    String quarters;
    if (version == null) {
      quarters =
          snapshot
              .events()
              .from(
                  "select time_bucket(interval 15 minutes, time) as bucket, name, 1 as \"count\""
                      + " from %s where project = "
                      + project);
    } else {
      quarters =
          "(select bucket, by0 as name, \"count\" from main.view_rows where view = "
              + version.id()
              + " and minutes = 15 and project = "
              + project
              + (snapshot.views().isEmpty()
                  ? ""
                  : " union all select bucket, by0, \"count\" from "
                      + snapshot.recentCells(connection, View.ACTIVITY)
                      + " where project = "
                      + project)
              + ")";
    }
    return "select "
        + zoned("bucket")
        + " as time, bucket as utc, name,\n"
        + "  sum(\"count\")::bigint as \"count\"\nfrom "
        + quarters
        + "\ngroup by all";
  }

  /** A cast asks the engine's calendar about each row, which takes ten times as long. */
  static String zoned(String utc) {
    return "make_timestamptz(epoch_us(" + utc + "))";
  }

  /** Digits only, so that no template and no parser finds anything else in it. */
  private static String literal(String text) {
    String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    return "decode(from_hex('" + hex + "'))";
  }
}

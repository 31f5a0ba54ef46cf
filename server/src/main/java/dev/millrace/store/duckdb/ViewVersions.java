package dev.millrace.store.duckdb;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file's table of versions of views, where a definition is the view as JSON. A list that a
 * definition lacks is empty: views could not have it when it was written.
 */
final class ViewVersions {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .withConfigOverride(
              List.class,
              list -> list.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .build();

  private ViewVersions() {}

  /** All versions, oldest first. */
  static List<StoredView> read(Connection connection) throws SQLException {
    List<StoredView> versions = new ArrayList<>();
    Sql.visit(
        connection,
        "select id, definition, built_from from main.views order by id",
        row ->
            versions.add(
                new StoredView(
                    row.getInt(1), JSON.readValue(row.getString(2), View.class), row.getLong(3))));
    return versions;
  }

  static void insert(Connection connection, StoredView version) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into main.views values (?, ?, ?)")) {
      insert.setInt(1, version.id());
      insert.setString(2, JSON.writeValueAsString(version.view()));
      insert.setLong(3, version.builtFrom());
      insert.executeUpdate();
    }
    Sql.execute(connection, Layout.COUNT_CHANGE);
  }

  static void update(Connection connection, StoredView version) throws SQLException {
    Sql.execute(
        connection,
        "update main.views set built_from = %d where id = %d"
            .formatted(version.builtFrom(), version.id()));
    Sql.execute(connection, Layout.COUNT_CHANGE);
  }

  static void delete(Connection connection, StoredView version) throws SQLException {
    Sql.execute(connection, "delete from main.views where id = " + version.id());
    ViewRows.deleteAll(connection, version);
    Sql.execute(connection, Layout.COUNT_CHANGE);
  }
}

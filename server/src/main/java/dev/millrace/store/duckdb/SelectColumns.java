package dev.millrace.store.duckdb;

import dev.millrace.store.Select.Column;
import dev.millrace.store.Select.Type;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/** The columns of an answer: what the engine has, and what is told of it. */
final class SelectColumns {
  private static final Set<String> INTEGERS =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER");
  private static final Set<String> LARGE = Set.of("HUGEINT", "UBIGINT", "UHUGEINT");

  private final List<Column> columns;
  private final List<String> engineTypes;

  private SelectColumns(List<Column> columns, List<String> engineTypes) {
    this.columns = columns;
    this.engineTypes = engineTypes;
  }

  static SelectColumns of(ResultSetMetaData metadata) throws SQLException {
    List<Column> columns = new ArrayList<>();
    List<String> engineTypes = new ArrayList<>();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      String type = metadata.getColumnTypeName(i);
      columns.add(new Column(metadata.getColumnName(i), type(type)));
      engineTypes.add(type);
    }
    return new SelectColumns(columns, engineTypes);
  }

  List<Column> columns() {
    return columns;
  }

  private static Type type(String name) {
    if (name.equals("BOOLEAN")) {
      return Type.BOOLEAN;
    }
    if (INTEGERS.contains(name)) {
      return Type.INTEGER;
    }
    if (name.equals("FLOAT") || name.equals("DOUBLE")) {
      return Type.DOUBLE;
    }
    if (isNested(name)) {
      return Type.JSON;
    }
    if (LARGE.contains(name) || name.startsWith("DECIMAL")) {
      return Type.NUMBER;
    }
    if (name.startsWith("TIMESTAMP")) {
      return Type.TIME;
    }
    return name.equals("DATE") ? Type.DATE : Type.TEXT;
  }

  private static boolean isNested(String name) {
    return name.endsWith("]")
        || name.startsWith("STRUCT")
        || name.startsWith("MAP")
        || name.startsWith("UNION")
        || name.equals("JSON")
        || name.equals("VARIANT");
  }

  /** {@code c0, c1, …}: names that are each there once. */
  String aliases() {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> "c" + i)
        .collect(Collectors.joining(", "));
  }

  /** The columns as {@link #read} takes them. */
  String forRows() {
    return IntStream.range(0, columns.size())
        .mapToObj(i ->
            switch (columns.get(i).type()) {
              case BOOLEAN -> "c" + i;
              case INTEGER -> "c" + i + "::bigint";
              case DOUBLE -> "c" + i + "::double";
              case NUMBER, TEXT -> "c" + i + "::varchar";
              case TIME -> "epoch_us(c" + i + ")::bigint";
              case DATE -> "date_diff('day', date '1970-01-01', c" + i + ")::bigint";
              case JSON -> "c" + i + "::json::varchar";
            })
        .collect(Collectors.joining(", "));
  }

  /**
   * The columns as a file has them: in the engine's types, but for those that files do not know.
   */
  String forFile() {
    return IntStream.range(0, columns.size())
        .mapToObj(i ->
            (columns.get(i).type() == Type.JSON && !engineTypes.get(i).endsWith("]")
                    ? "(c" + i + "::json->>'$')"
                    : "c" + i)
                + " as "
                + Sql.identifier(columns.get(i).name()))
        .collect(Collectors.joining(", "));
  }

  @Nullable Object read(int column, DuckDBReadableVector vector, long row) {
    if (vector.isNull(row)) {
      return null;
    }
    return switch (columns.get(column).type()) {
      case BOOLEAN -> vector.getBoolean(row);
      case INTEGER, TIME, DATE -> vector.getLong(row);
      case DOUBLE -> vector.getDouble(row);
      case NUMBER, TEXT, JSON -> vector.getString(row);
    };
  }
}

package dev.millrace.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** An answer of {@code POST /v1/query} as a table. */
final class AnswerTable {
  /** Start of a bucket as the server writes it: date, hour, minute, second, offset. */
  private static final int DATE_CHARS = 10;

  private AnswerTable() {}

  static Table of(JsonNode answer) {
    List<String> columns = answer.path("columns").valueStream().map(AnswerTable::name).toList();
    JsonNode rows = answer.path("rows");
    boolean[] numeric = new boolean[columns.size()];
    for (int column = 0; column < numeric.length; column++) {
      numeric[column] = isNumeric(rows, column);
    }
    boolean timed = !columns.isEmpty() && columns.getFirst().equals("time");
    boolean onlyDates =
        timed && rows.valueStream().allMatch(row -> isMidnight(row.path(0).asString("")));
    Table table = new Table(columns, numeric);
    for (JsonNode row : rows) {
      List<String> cells = new ArrayList<>();
      for (int column = 0; column < numeric.length; column++) {
        JsonNode cell = row.path(column);
        cells.add(timed && column == 0 ? time(cell.asString(""), onlyDates) : cell(cell));
      }
      table.add(cells);
    }
    return table;
  }

  static String footer(JsonNode answer) {
    JsonNode meta = answer.path("meta");
    int rows = answer.path("rows").size();
    StringBuilder footer = new StringBuilder();
    footer.append(Terminal.number(rows)).append(rows == 1 ? " row" : " rows");
    append(footer, meta.path("elapsed_ms"), "", " ms");
    append(footer, meta.path("source"), "from ", "");
    append(footer, meta.path("timezone"), "", "");
    // An object says which measures and how far off they may be.
    JsonNode approximate = meta.path("approximate");
    if (approximate.asBoolean(false) || (approximate.isContainer() && !approximate.isEmpty())) {
      footer.append(" · approximate");
    }
    if (meta.path("stale").asBoolean(false)) {
      footer.append(" · stale");
    }
    return footer.toString();
  }

  private static void append(StringBuilder footer, JsonNode value, String before, String after) {
    if (value.isString() || value.isNumber()) {
      String text = value.asString().equals("Z") ? "UTC" : value.asString();
      footer.append(" · ").append(before).append(text).append(after);
    }
  }

  /** Columns are names, or objects that have one. */
  private static String name(JsonNode column) {
    return column.isObject() ? column.path("name").asString("") : column.asString("");
  }

  private static boolean isNumeric(JsonNode rows, int column) {
    boolean found = false;
    for (JsonNode row : rows) {
      JsonNode cell = row.path(column);
      if (!cell.isNumber() && !cell.isNull() && !cell.isMissingNode()) {
        return false;
      }
      found |= cell.isNumber();
    }
    return found;
  }

  private static boolean isMidnight(String time) {
    return time.startsWith("T00:00:00", DATE_CHARS) || time.startsWith("T00:00Z", DATE_CHARS);
  }

  private static String time(String text, boolean onlyDate) {
    if (text.length() < DATE_CHARS) {
      return text;
    }
    String date = text.substring(0, DATE_CHARS);
    if (onlyDate) {
      return date;
    }
    String clock = text.substring(Math.min(DATE_CHARS + 1, text.length()));
    String local = clock.replaceAll("(Z|[+-]\\d\\d:?\\d\\d)$", "");
    return date
        + " "
        + (local.endsWith(":00") && local.length() > 5 ? local.substring(0, 5) : local);
  }

  private static String cell(JsonNode cell) {
    if (cell.isIntegralNumber() && cell.canConvertToLong()) {
      return Terminal.number(cell.asLong());
    }
    if (cell.isNumber()) {
      double value = cell.asDouble();
      return String.format(
          Locale.ROOT, Math.abs(value) >= .01 || value == 0 ? "%,.2f" : "%.4g", value);
    }
    if (cell.isContainer()) {
      return cell.isEmpty() ? "-" : cell.toString();
    }
    return cell.isNull() || cell.isMissingNode() ? "-" : cell.asString();
  }
}

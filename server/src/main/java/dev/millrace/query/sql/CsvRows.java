package dev.millrace.query.sql;

import dev.millrace.store.Select;
import dev.millrace.store.Select.Column;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as CSV (RFC 4180) in UTF-8 with a header. Null is nothing, the empty text "". */
final class CsvRows implements Select.Rows {
  private final Body body;
  private final StringBuilder line = new StringBuilder();
  private List<Column> columns = List.of();

  CsvRows(Body body) {
    this.body = body;
  }

  @Override
  public void columns(List<Column> answered) {
    columns = answered;
    for (int i = 0; i < answered.size(); i++) {
      field(i, answered.get(i).name());
    }
    endLine();
  }

  @Override
  public void row(@Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      field(i, Values.text(columns.get(i).type(), values[i]));
    }
    endLine();
  }

  private void field(int place, @Nullable String text) {
    if (place > 0) {
      line.append(',');
    }
    if (text == null) {
      return;
    }
    boolean quoted = text.isEmpty() || text.chars().anyMatch(CsvRows::needsQuotes);
    if (quoted) {
      line.append('"').append(text.replace("\"", "\"\"")).append('"');
    } else {
      line.append(text);
    }
  }

  private static boolean needsQuotes(int character) {
    return character == ',' || character == '"' || character == '\n' || character == '\r';
  }

  private void endLine() {
    line.append("\r\n");
    byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
    body.write(bytes, 0, bytes.length);
    line.setLength(0);
  }
}

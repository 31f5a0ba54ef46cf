package dev.millrace.query.sql;

import dev.millrace.store.Select;
import dev.millrace.store.Select.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes rows as JSON: one document with {@code columns}, {@code rows} and {@code meta}, as other
 * answers have them, or one object a line.
 */
final class JsonRows implements Select.Rows {
  private static final JsonFactory JSON = new JsonFactory();

  private final Body body;
  private final boolean lines;
  private final JsonGenerator json;
  private List<Column> columns = List.of();

  private JsonRows(Body body, boolean lines) {
    this.body = body;
    this.lines = lines;
    this.json = JSON.createGenerator(ObjectWriteContext.empty(), body);
  }

  static JsonRows document(Body body) {
    return new JsonRows(body, false);
  }

  static JsonRows lines(Body body) {
    return new JsonRows(body, true);
  }

  @Override
  public void columns(List<Column> answered) {
    columns = answered;
    if (lines) {
      return;
    }
    json.writeStartObject();
    json.writeArrayPropertyStart("columns");
    answered.forEach(column -> json.writeString(column.name()));
    json.writeEndArray();
    json.writeArrayPropertyStart("rows");
  }

  @Override
  public void row(@Nullable Object[] values) {
    if (lines) {
      json.writeStartObject();
    } else {
      json.writeStartArray();
    }
    for (int i = 0; i < values.length; i++) {
      if (lines) {
        json.writeName(columns.get(i).name());
      }
      write(columns.get(i).type(), values[i]);
    }
    if (lines) {
      json.writeEndObject();
      json.writeRaw('\n');
    } else {
      json.writeEndArray();
    }
  }

  private void write(Select.Type type, @Nullable Object value) {
    if (value == null) {
      json.writeNull();
      return;
    }
    switch (type) {
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case INTEGER -> json.writeNumber((Long) value);
      case DOUBLE -> {
        double number = (Double) value;
        if (Double.isFinite(number)) {
          json.writeNumber(number);
        } else {
          // JSON has no word for it.
          json.writeNull();
        }
      }
      case NUMBER, JSON -> json.writeRawValue((String) value);
      case TEXT -> json.writeString((String) value);
      case TIME -> json.writeString(Values.time(value));
      case DATE -> json.writeString(Values.date(value));
    }
  }

  /** To be called when all rows are written. */
  void finish(long rows, long nanos, String position) {
    if (!lines) {
      json.writeEndArray();
      json.writeObjectPropertyStart("meta");
      json.writeNumberProperty("rows", rows);
      json.writeNumberProperty("elapsed_ms", Math.round(nanos / 10_000.0) / 100.0);
      json.writeStringProperty("position", position);
      json.writeEndObject();
      json.writeEndObject();
    }
    json.close();
    body.finish();
  }
}

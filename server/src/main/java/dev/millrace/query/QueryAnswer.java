package dev.millrace.query;

import dev.millrace.event.RawJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The answer to a question: a table and where it comes from.
 *
 * @param rows as wide as the columns; each value a String, a Long, a finite Double, a {@link
 *     RawJson} or null
 */
public record QueryAnswer(List<String> columns, List<List<@Nullable Object>> rows, Meta meta) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Up to where a double holds every whole number. */
  private static final double EXACT_WHOLE = 0x1p53;

  /**
   * Where the rows come from and how far they can be trusted.
   *
   * @param from start of the range, ISO 8601 in the question's timezone, as are all times
   * @param to end of the range, exclusive
   * @param source what was read: {@code events}, a view's name, or {@code NAME+events}
   * @param rowsScanned rows of it that the engine read, 0 if it does not tell
   * @param elapsedMillis from the start of work, without waiting for a position or a turn
   * @param position up to where the log is at least in the answer
   * @param approximate whether a measure is estimated
   * @param relativeError the estimate's standard error, 0 if there is none
   * @param problem why the store takes no new events at present, or null
   * @param nextCursor what gets the rows after these, or null
   * @param rest whether the last of the groups, "other", is what the limit has left over
   * @param cached whether it was made for an equal question, at the same position
   * @param ageMillis how long ago it was made, if that was at an earlier position; else 0
   */
  public record Meta(
      String from,
      String to,
      String timezone,
      String source,
      long rowsScanned,
      double elapsedMillis,
      String position,
      boolean approximate,
      double relativeError,
      @Nullable String problem,
      @Nullable String nextCursor,
      boolean rest,
      boolean cached,
      long ageMillis) {

    Meta told(boolean again, long age) {
      return new Meta(
          from,
          to,
          timezone,
          source,
          rowsScanned,
          elapsedMillis,
          position,
          approximate,
          relativeError,
          problem,
          nextCursor,
          rest,
          again,
          age);
    }

    /** Whether events may be missing that have been accepted for longer than usual. */
    public boolean stale() {
      return problem != null || ageMillis > 0;
    }
  }

  /** The same, told to somebody else. */
  QueryAnswer cached() {
    return new QueryAnswer(columns, rows, meta.told(true, 0));
  }

  /** The same, some time later. */
  QueryAnswer aged(long millis) {
    return new QueryAnswer(columns, rows, meta.told(true, millis));
  }

  /** The whole answer as the HTTP contract has it, UTF-8. */
  public byte[] toJson() {
    return json(true);
  }

  /**
   * Only columns and rows, UTF-8: equal bytes mean that the answer has not changed, though it was
   * computed again.
   */
  public byte[] dataJson() {
    return json(false);
  }

  /** Whether both have the same columns and rows. */
  public boolean hasSameData(QueryAnswer other) {
    return columns.equals(other.columns) && rows.equals(other.rows);
  }

  private byte[] json(boolean withMeta) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + 32 * rows.size());
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("columns");
      columns.forEach(json::writeString);
      json.writeEndArray();
      json.writeArrayPropertyStart("rows");
      for (List<@Nullable Object> row : rows) {
        json.writeStartArray();
        for (Object value : row) {
          write(json, value);
        }
        json.writeEndArray();
      }
      json.writeEndArray();
      if (withMeta) {
        write(json, meta);
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Meta meta) {
    json.writeObjectPropertyStart("meta");
    json.writeStringProperty("from", meta.from);
    json.writeStringProperty("to", meta.to);
    json.writeStringProperty("timezone", meta.timezone);
    json.writeStringProperty("source", meta.source);
    json.writeNumberProperty("rows_scanned", meta.rowsScanned);
    json.writeNumberProperty("elapsed_ms", meta.elapsedMillis);
    json.writeStringProperty("position", meta.position);
    json.writeBooleanProperty("approximate", meta.approximate);
    if (meta.approximate) {
      json.writeNumberProperty("relative_error", meta.relativeError);
    }
    json.writeBooleanProperty("stale", meta.stale());
    if (meta.ageMillis > 0) {
      json.writeNumberProperty("age_ms", meta.ageMillis);
    }
    if (meta.rest) {
      json.writeBooleanProperty("rest", true);
    }
    if (meta.cached) {
      json.writeBooleanProperty("cached", true);
    }
    if (meta.problem != null) {
      json.writeStringProperty("problem", meta.problem);
    }
    if (meta.nextCursor != null) {
      json.writeStringProperty("next_cursor", meta.nextCursor);
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Long number -> json.writeNumber(number);
      case Double number when number == Math.rint(number) && Math.abs(number) < EXACT_WHOLE ->
          json.writeNumber(number.longValue());
      case Double number -> json.writeNumber(number);
      case RawJson object -> json.writeRawValue(object.toString());
      default -> throw new IllegalStateException("no value of an answer: " + value.getClass());
    }
  }

  /** For messages and tests. */
  @Override
  public String toString() {
    return new String(toJson(), StandardCharsets.UTF_8);
  }
}

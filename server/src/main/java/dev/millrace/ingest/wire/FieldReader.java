package dev.millrace.ingest.wire;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.fault.Fault;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of an event's own fields. Each method passes one value, whatever it is, and says
 * what is wrong with it to the draft. {@code null} is the same as no field. Owned by one thread.
 */
public final class FieldReader {
  /** No time of a client. */
  private static final long ABSENT = Long.MAX_VALUE;

  private final JsonCursor cursor;

  public FieldReader(JsonCursor cursor) {
    this.cursor = cursor;
  }

  /** Text, or a number as its text, since clients send ids as numbers; null if empty. */
  public @Nullable String text(String field, int maxChars, EventDraft draft) throws MalformedJson {
    cursor.forgetProblem();
    int first = cursor.peek();
    int from = cursor.position();
    cursor.passValue();
    if (first == 'n') {
      return null;
    }
    boolean string = first == '"';
    if (!string && first != '-' && (first < '0' || first > '9')) {
      draft.refuse(Fault.INVALID_EVENT, field + " must be text");
      return null;
    }
    if (refusesProblem(field, draft)) {
      return null;
    }
    String text = string ? cursor.text() : cursor.ascii(from, cursor.position());
    if (text.length() > maxChars) {
      draft.refuse(Fault.FIELD_TOO_LONG, field + " has more than " + maxChars + " chars");
      return null;
    }
    return text.isEmpty() ? null : text;
  }

  /** Text, number or boolean as the JSON that was sent; null if there is none. */
  public @Nullable String scalar(String field, EventDraft draft) throws MalformedJson {
    cursor.forgetProblem();
    int first = cursor.peek();
    int from = cursor.position();
    cursor.passValue();
    if (first == 'n') {
      return null;
    }
    if (first == '{' || first == '[') {
      draft.refuse(Fault.INVALID_EVENT, field + " must be text");
      return null;
    }
    if (refusesProblem(field, draft)) {
      return null;
    }
    return new String(cursor.bytes(), from, cursor.position() - from, StandardCharsets.UTF_8);
  }

  /** A JSON object as it was sent; empty if there is none. */
  public RawJson object(String field, EventDraft draft) throws MalformedJson {
    cursor.forgetProblem();
    int first = cursor.peek();
    int from = cursor.position();
    cursor.passValue();
    if (first == 'n') {
      return RawJson.EMPTY;
    }
    if (first != '{') {
      draft.refuse(Fault.INVALID_EVENT, field + " must be an object");
      return RawJson.EMPTY;
    }
    if (refusesProblem(field, draft)) {
      return RawJson.EMPTY;
    }
    int length = cursor.position() - from;
    return length == 2 ? RawJson.EMPTY : new RawJson(cursor.bytes(), from, length);
  }

  /** A time, or {@link Event#NO_TIME}; one that cannot be read is refused. */
  public long time(String field, EventDraft draft) throws MalformedJson {
    long time = time(cursor);
    if (time == ClientTime.INVALID) {
      draft.refuse(
          Fault.INVALID_TIME,
          field + " must be ISO 8601 or a number since 1970, from 1900 to 9999");
      return Event.NO_TIME;
    }
    return time == ABSENT ? Event.NO_TIME : time;
  }

  /** A time of the batch, or {@link Event#NO_TIME} also for what is not a time. */
  public long lenientTime() throws MalformedJson {
    long time = time(cursor);
    return time == ClientTime.INVALID || time == ABSENT ? Event.NO_TIME : time;
  }

  private static long time(JsonCursor cursor) throws MalformedJson {
    int first = cursor.peek();
    int from = cursor.position();
    cursor.passValue();
    return switch (first) {
      case 'n' -> ABSENT;
      case '"' ->
          cursor.textStart() == cursor.textEnd()
              ? ABSENT
              : ClientTime.parse(cursor.bytes(), cursor.textStart(), cursor.textEnd());
      case '{', '[', 't', 'f' -> ClientTime.INVALID;
      default -> ClientTime.ofNumber(cursor.ascii(from, cursor.position()));
    };
  }

  private boolean refusesProblem(String field, EventDraft draft) {
    Fault problem = cursor.problem();
    if (problem == null) {
      return false;
    }
    draft.refuse(problem, field + ": " + cursor.problemMessage());
    return true;
  }
}

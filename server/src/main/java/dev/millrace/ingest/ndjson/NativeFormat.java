package dev.millrace.ingest.ndjson;

import dev.millrace.event.Event;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.ingest.wire.Decoded;
import dev.millrace.ingest.wire.EventDraft;
import dev.millrace.ingest.wire.EventIds;
import dev.millrace.ingest.wire.EventLimits;
import dev.millrace.ingest.wire.FieldNames;
import dev.millrace.ingest.wire.FieldReader;
import dev.millrace.ingest.wire.JsonCursor;
import dev.millrace.ingest.wire.MalformedJson;
import dev.millrace.ingest.wire.Refused;
import java.util.List;

/**
 * Reads events of the form {@code {"event", "user", "id", "time", "anonymous", "properties",
 * "context", "sent"}}, of which the event and one of user and anonymous are needed. Other fields
 * are passed over. What is exported tells with {@code sent} what the client's own time was. Times
 * are taken as they are, since nothing tells when the client sent them.
 *
 * <p>In an array nothing can be trusted after a syntax error, so the whole request is refused.
 * Lines stand alone: only the broken ones are refused.
 */
public final class NativeFormat {
  private static final int EVENT = 0;
  private static final int USER = 1;
  private static final int ID = 2;
  private static final int TIME = 3;
  private static final int ANONYMOUS = 4;
  private static final int PROPERTIES = 5;
  private static final int CONTEXT = 6;
  private static final int SENT = 7;
  private static final FieldNames FIELDS =
      new FieldNames(
          List.of("event", "user", "id", "time", "anonymous", "properties", "context", "sent"));

  private static final int EXPECTED_EVENTS = 100;

  private final byte[] body;
  private final String project;
  private final long received;
  private final EventIds ids;
  private final EventLimits limits;
  private final Decoded.Builder decoded;
  private int index;

  private NativeFormat(
      byte[] body, String project, long received, EventIds ids, EventLimits limits) {
    this.body = body;
    this.project = project;
    this.received = received;
    this.ids = ids;
    this.limits = limits;
    this.decoded = new Decoded.Builder(EXPECTED_EVENTS);
  }

  /**
   * The outcome of each event.
   *
   * @param lines whether the client says that it sends NDJSON; else the first byte tells an array,
   *     and what follows the first object tells lines
   * @param received microseconds UTC
   * @throws MillraceException {@code malformed_json}, {@code invalid_request} or {@code
   *     batch_too_large}
   */
  public static Decoded decode(
      byte[] body, boolean lines, String project, long received, EventIds ids, EventLimits limits) {
    NativeFormat format = new NativeFormat(body, project, received, ids, limits);
    JsonCursor cursor = JsonCursor.ofBody(body, limits);
    int first = cursor.peek();
    try {
      if (first == '[' && !lines) {
        format.array(cursor);
      } else if (lines || (first == '{' && format.severalLines())) {
        format.lines();
      } else if (first == '{') {
        format.event(cursor);
        cursor.expectEnd();
      } else if (first < 0) {
        throw cursor.malformed("expected an event");
      } else {
        // Well-formed or not, it is no event.
        cursor.passValue();
        cursor.expectEnd();
        throw new MillraceException(
            Fault.INVALID_REQUEST, "the body must be an object, an array of them, or one a line");
      }
    } catch (MalformedJson e) {
      throw new MillraceException(Fault.MALFORMED_JSON, e.getMessage());
    }
    return format.decoded.build();
  }

  private void array(JsonCursor cursor) throws MalformedJson {
    cursor.expect('[');
    boolean more = !cursor.accept(']');
    while (more) {
      event(cursor);
      more = cursor.another(']');
    }
    cursor.expectEnd();
  }

  /**
   * Whether something follows the first object on a line of its own. If the first object is broken,
   * whether a later line begins with one.
   */
  private boolean severalLines() {
    JsonCursor probe = JsonCursor.ofBody(body, limits);
    try {
      probe.passValue();
      int from = probe.position();
      return probe.peek() >= 0 && indexOfNewline(from, probe.position()) >= 0;
    } catch (MalformedJson _) {
      int newline = indexOfNewline(0, body.length - 1);
      while (newline >= 0 && body[newline + 1] != '{') {
        newline = indexOfNewline(newline + 1, body.length - 1);
      }
      return newline >= 0;
    }
  }

  private int indexOfNewline(int from, int to) {
    for (int i = from; i < to; i++) {
      if (body[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void lines() throws MalformedJson {
    int start = JsonCursor.ofBody(body, limits).position();
    while (start < body.length) {
      int end = start;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      JsonCursor cursor = new JsonCursor(body, start, end, limits);
      if (cursor.peek() >= 0) {
        line(cursor, start, end);
      }
      start = end + 1;
    }
    if (index == 0) {
      throw new MillraceException(Fault.MALFORMED_JSON, "there is no event in the body");
    }
  }

  private void line(JsonCursor cursor, int start, int end) {
    checkCount();
    try {
      EventDraft draft = read(cursor);
      cursor.expectEnd();
      finish(draft);
    } catch (MalformedJson e) {
      Refused why = new Refused(Fault.MALFORMED_JSON, e.getMessage());
      decoded.refuse(index++, why, body, start, end);
    }
  }

  private void event(JsonCursor cursor) throws MalformedJson {
    checkCount();
    finish(read(cursor));
  }

  private void checkCount() {
    if (index == limits.batchEvents()) {
      throw new MillraceException(
          Fault.BATCH_TOO_LARGE, "a request has at most " + limits.batchEvents() + " events");
    }
  }

  private static EventDraft read(JsonCursor cursor) throws MalformedJson {
    boolean object = cursor.peek() == '{';
    EventDraft draft = new EventDraft(cursor.position());
    if (object) {
      FieldReader fields = new FieldReader(cursor);
      cursor.expect('{');
      boolean more = !cursor.accept('}');
      while (more) {
        cursor.passName();
        readField(cursor, fields, draft);
        more = cursor.another('}');
      }
    } else {
      cursor.passValue();
      draft.refuse(Fault.INVALID_EVENT, "an event must be an object");
    }
    draft.endAt(cursor.position());
    return draft;
  }

  private static void readField(JsonCursor cursor, FieldReader fields, EventDraft draft)
      throws MalformedJson {
    switch (cursor.field(FIELDS)) {
      case EVENT -> draft.name = fields.text("event", Event.MAX_NAME_CHARS, draft);
      case USER -> draft.user = fields.text("user", Event.MAX_USER_CHARS, draft);
      case ID -> draft.id = fields.text("id", Event.MAX_ID_CHARS, draft);
      case TIME -> draft.timestamp = fields.time("time", draft);
      case ANONYMOUS -> draft.anonymous = fields.text("anonymous", Event.MAX_USER_CHARS, draft);
      case PROPERTIES -> draft.properties = fields.object("properties", draft);
      case SENT -> draft.sent = fields.time("sent", draft);
      case CONTEXT -> draft.context = fields.object("context", draft);
      default -> cursor.passValue();
    }
  }

  private void finish(EventDraft draft) {
    if (draft.end() - draft.start() > limits.eventBytes()) {
      draft.refuse(Fault.EVENT_TOO_LARGE, "an event has at most " + limits.eventBytes() + " bytes");
    }
    Event event = draft.finish(project, received, ids, "event", "user");
    if (event == null) {
      decoded.refuse(index, draft, body);
    } else {
      decoded.accept(event);
    }
    index++;
  }
}

package dev.millrace.ingest.segment;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.ingest.wire.EventDraft;
import dev.millrace.ingest.wire.EventLimits;
import dev.millrace.ingest.wire.FieldNames;
import dev.millrace.ingest.wire.FieldReader;
import dev.millrace.ingest.wire.JsonCursor;
import dev.millrace.ingest.wire.MalformedJson;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the bodies of Segment's HTTP API in one pass. Fields that have no meaning here ({@code
 * integrations} and others) are passed over. Where a name is repeated, the last one counts.
 */
public final class SegmentFormat {
  static final int MAX_KEY_CHARS = 200;

  private static final int BATCH = 0;
  private static final int BATCH_CONTEXT = 1;
  private static final int BATCH_SENT_AT = 2;
  private static final int BATCH_WRITE_KEY = 3;
  private static final FieldNames BATCH_FIELDS =
      new FieldNames(List.of("batch", "context", "sentAt", "writeKey"));

  private final EventLimits limits;
  private final JsonCursor cursor;
  private final FieldReader fields;
  private final SegmentEventReader events;

  private SegmentFormat(byte[] body, EventLimits limits) {
    this.limits = limits;
    this.cursor = JsonCursor.ofBody(body, limits);
    this.fields = new FieldReader(cursor);
    this.events = new SegmentEventReader(cursor);
  }

  /**
   * Reads the body of one call.
   *
   * @throws MillraceException {@code malformed_json} or {@code invalid_request}
   */
  public static SegmentBody readCall(byte[] body, Call call, EventLimits limits) {
    try {
      return new SegmentFormat(body, limits).call(call);
    } catch (MalformedJson e) {
      throw malformed(e);
    }
  }

  /**
   * Reads the body of a batch, each of whose events names its type.
   *
   * @throws MillraceException as above, {@code context_too_large} or {@code batch_too_large}
   */
  public static SegmentBody readBatch(byte[] body, EventLimits limits) {
    try {
      return new SegmentFormat(body, limits).batch();
    } catch (MalformedJson e) {
      throw malformed(e);
    }
  }

  private SegmentBody call(Call call) throws MalformedJson {
    if (cursor.peek() != '{') {
      throw notAnObject();
    }
    SegmentEvent event = events.read(call);
    cursor.expectEnd();
    return new SegmentBody(
        cursor.bytes(), limits, events.writeKey(), Event.NO_TIME, RawJson.EMPTY, List.of(event));
  }

  private SegmentBody batch() throws MalformedJson {
    if (cursor.peek() != '{') {
      throw notAnObject();
    }
    cursor.expect('{');
    List<SegmentEvent> read = null;
    EventDraft whole = new EventDraft(0);
    RawJson context = RawJson.EMPTY;
    long sentAt = Event.NO_TIME;
    String writeKey = null;
    boolean more = !cursor.accept('}');
    while (more) {
      cursor.passName();
      switch (cursor.field(BATCH_FIELDS)) {
        case BATCH -> read = elements();
        case BATCH_CONTEXT -> context = fields.object("context", whole);
        case BATCH_SENT_AT -> sentAt = fields.lenientTime();
        case BATCH_WRITE_KEY -> writeKey = fields.text("writeKey", MAX_KEY_CHARS, whole);
        default -> cursor.passValue();
      }
      more = cursor.another('}');
    }
    cursor.expectEnd();
    if (whole.refused() != null) {
      throw new MillraceException(whole.refused().fault(), "batch: " + whole.refused().message());
    }
    if (read == null) {
      throw new MillraceException(
          Fault.MISSING_FIELD, "batch is missing", "send {\"batch\": [events]}", null);
    }
    if (context.length() > limits.batchContextBytes()) {
      throw new MillraceException(
          Fault.CONTEXT_TOO_LARGE,
          "the batch's context has %d bytes, and each event gets a copy of it; at most %d are taken"
              .formatted(context.length(), limits.batchContextBytes()),
          "put what only some events need into these, or raise ingest.max-batch-context",
          null);
    }
    return new SegmentBody(cursor.bytes(), limits, writeKey, sentAt, context, read);
  }

  private List<SegmentEvent> elements() throws MalformedJson {
    if (cursor.peek() != '[') {
      throw new MillraceException(Fault.INVALID_REQUEST, "batch must be an array");
    }
    cursor.expect('[');
    List<SegmentEvent> read = new ArrayList<>(100);
    boolean more = !cursor.accept(']');
    while (more) {
      if (read.size() == limits.batchEvents()) {
        throw new MillraceException(
            Fault.BATCH_TOO_LARGE, "a batch has at most " + limits.batchEvents() + " events");
      }
      read.add(events.read(null));
      more = cursor.another(']');
    }
    return read;
  }

  private static MillraceException notAnObject() {
    return new MillraceException(Fault.INVALID_REQUEST, "the body must be a JSON object");
  }

  private static MillraceException malformed(MalformedJson e) {
    return new MillraceException(Fault.MALFORMED_JSON, e.getMessage());
  }
}

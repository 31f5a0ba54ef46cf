package dev.millrace.ingest.segment;

import dev.millrace.event.Event;
import dev.millrace.fault.Fault;
import dev.millrace.ingest.wire.EventDraft;
import dev.millrace.ingest.wire.FieldNames;
import dev.millrace.ingest.wire.FieldReader;
import dev.millrace.ingest.wire.JsonCursor;
import dev.millrace.ingest.wire.MalformedJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads single events. Owned by one thread. */
final class SegmentEventReader {
  private static final int MAX_TYPE_CHARS = 20;

  private static final int TYPE = 0;
  private static final int EVENT = 1;
  private static final int USER_ID = 2;
  private static final int ANONYMOUS_ID = 3;
  private static final int MESSAGE_ID = 4;
  private static final int TIMESTAMP = 5;
  private static final int SENT_AT = 6;
  private static final int PROPERTIES = 7;
  private static final int TRAITS = 8;
  private static final int CONTEXT = 9;
  private static final int NAME = 10;
  private static final int CATEGORY = 11;
  private static final int PREVIOUS_ID = 12;
  private static final int GROUP_ID = 13;
  private static final int WRITE_KEY = 14;
  private static final FieldNames FIELDS =
      new FieldNames(
          List.of(
              "type",
              "event",
              "userId",
              "anonymousId",
              "messageId",
              "timestamp",
              "sentAt",
              "properties",
              "traits",
              "context",
              "name",
              "category",
              "previousId",
              "groupId",
              "writeKey"));

  private final JsonCursor cursor;
  private final FieldReader fields;
  private @Nullable String writeKey;

  SegmentEventReader(JsonCursor cursor) {
    this.cursor = cursor;
    this.fields = new FieldReader(cursor);
  }

  /** The key in the event that was read last that had one. */
  @Nullable String writeKey() {
    return writeKey;
  }

  /** Reads the event of a call; of its own type where the call is null. */
  SegmentEvent read(@Nullable Call call) throws MalformedJson {
    boolean object = cursor.peek() == '{';
    SegmentEvent event = new SegmentEvent(call, new EventDraft(cursor.position()));
    if (object) {
      cursor.expect('{');
      boolean more = !cursor.accept('}');
      while (more) {
        cursor.passName();
        readField(event, call == null);
        more = cursor.another('}');
      }
    } else {
      cursor.passValue();
      event.draft().refuse(Fault.INVALID_EVENT, "an event must be an object");
    }
    event.draft().endAt(cursor.position());
    return event;
  }

  private void readField(SegmentEvent event, boolean ownType) throws MalformedJson {
    EventDraft draft = event.draft();
    switch (cursor.field(FIELDS)) {
      case TYPE -> {
        if (ownType) {
          event.type(fields.text("type", MAX_TYPE_CHARS, draft));
        } else {
          cursor.passValue();
        }
      }
      case EVENT -> draft.name = fields.text("event", Event.MAX_NAME_CHARS, draft);
      case USER_ID -> draft.user = fields.text("userId", Event.MAX_USER_CHARS, draft);
      case ANONYMOUS_ID ->
          draft.anonymous = fields.text("anonymousId", Event.MAX_USER_CHARS, draft);
      case MESSAGE_ID -> draft.id = fields.text("messageId", Event.MAX_ID_CHARS, draft);
      case TIMESTAMP -> draft.timestamp = fields.time("timestamp", draft);
      case SENT_AT -> draft.sentAt = fields.lenientTime();
      case PROPERTIES -> draft.properties = fields.object("properties", draft);
      case TRAITS -> event.traits(fields.object("traits", draft));
      case CONTEXT -> draft.context = fields.object("context", draft);
      case NAME -> event.extra("name", fields.scalar("name", draft));
      case CATEGORY -> event.extra("category", fields.scalar("category", draft));
      case PREVIOUS_ID -> event.extra("previousId", fields.scalar("previousId", draft));
      case GROUP_ID -> event.extra("groupId", fields.scalar("groupId", draft));
      case WRITE_KEY -> writeKey = fields.text("writeKey", SegmentFormat.MAX_KEY_CHARS, draft);
      default -> cursor.passValue();
    }
  }
}

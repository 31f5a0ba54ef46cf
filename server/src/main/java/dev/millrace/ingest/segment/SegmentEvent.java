package dev.millrace.ingest.segment;

import dev.millrace.event.RawJson;
import dev.millrace.fault.Fault;
import dev.millrace.ingest.wire.EventDraft;
import dev.millrace.ingest.wire.SharedObject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What has been read of one call. Owned by one thread. */
final class SegmentEvent {
  private final EventDraft draft;
  private @Nullable Call call;
  private RawJson traits = RawJson.EMPTY;

  /** The call's own fields that are kept as properties, as members of an object; null if none. */
  private @Nullable StringBuilder extras;

  SegmentEvent(@Nullable Call call, EventDraft draft) {
    this.call = call;
    this.draft = draft;
  }

  EventDraft draft() {
    return draft;
  }

  /** Sets the call that an event in a batch says it is. */
  void type(@Nullable String type) {
    if (type == null) {
      return;
    }
    call = Call.ofType(type);
    if (call == null) {
      draft.refuse(Fault.INVALID_EVENT, "there is no type " + type);
    }
  }

  void traits(RawJson read) {
    traits = read;
  }

  /**
   * Keeps a field of the call as a property.
   *
   * @param value JSON text of a scalar; null if there is none
   */
  void extra(String name, @Nullable String value) {
    if (value == null) {
      return;
    }
    if (extras == null) {
      extras = new StringBuilder(64);
    }
    extras.append(extras.isEmpty() ? '{' : ',');
    extras.append('"').append(name).append("\":").append(value);
  }

  /** Brings the parts of the call together, once all of it is read. */
  void assemble() {
    if (call == null) {
      draft.refuse(Fault.MISSING_FIELD, "type is missing");
      return;
    }
    if (call.eventName() != null) {
      draft.name = call.eventName();
    }
    if (!traits.isEmpty()) {
      draft.properties = new SharedObject(draft.properties).under(traits);
    }
    if (extras != null && call != Call.TRACK && call != Call.IDENTIFY) {
      byte[] object = extras.append('}').toString().getBytes(StandardCharsets.UTF_8);
      draft.properties =
          new SharedObject(new RawJson(object, 0, object.length)).under(draft.properties);
    }
  }
}

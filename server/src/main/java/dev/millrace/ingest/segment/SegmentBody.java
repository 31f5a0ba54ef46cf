package dev.millrace.ingest.segment;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.fault.Fault;
import dev.millrace.ingest.wire.Decoded;
import dev.millrace.ingest.wire.EventDraft;
import dev.millrace.ingest.wire.EventIds;
import dev.millrace.ingest.wire.EventLimits;
import dev.millrace.ingest.wire.SharedObject;
import dev.millrace.ingest.wire.Undecoded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A body that was read, before its project is known. Owned by one thread, and decoded once. */
public final class SegmentBody implements Undecoded {
  private final byte[] body;
  private final EventLimits limits;
  private final @Nullable String writeKey;
  private final long sentAt;
  private final RawJson context;
  private final List<SegmentEvent> events;

  SegmentBody(
      byte[] body,
      EventLimits limits,
      @Nullable String writeKey,
      long sentAt,
      RawJson context,
      List<SegmentEvent> events) {
    this.body = body;
    this.limits = limits;
    this.writeKey = writeKey;
    this.sentAt = sentAt;
    this.context = context;
    this.events = events;
  }

  @Override
  public @Nullable String writeKey() {
    return writeKey;
  }

  @Override
  public long addedBytes() {
    return context.isEmpty() ? 0 : (long) context.length() * events.size();
  }

  @Override
  public Decoded decode(String project, long received, EventIds ids) {
    Decoded.Builder decoded = new Decoded.Builder(events.size());
    SharedObject sharedContext = new SharedObject(context);
    int sharedBytes = context.isEmpty() ? 0 : context.length();
    int index = 0;
    for (SegmentEvent event : events) {
      EventDraft draft = event.draft();
      if (draft.end() - draft.start() + sharedBytes > limits.eventBytes()) {
        draft.refuse(
            Fault.EVENT_TOO_LARGE, "an event has at most " + limits.eventBytes() + " bytes");
      }
      if (draft.refused() == null) {
        event.assemble();
        draft.context = sharedContext.under(draft.context);
        if (draft.sentAt == Event.NO_TIME) {
          draft.sentAt = sentAt;
        }
      }
      Event finished = draft.finish(project, received, ids, "event", "userId or anonymousId");
      if (finished == null) {
        decoded.refuse(index, draft, body);
      } else {
        decoded.accept(finished);
      }
      index++;
    }
    return decoded.build();
  }
}

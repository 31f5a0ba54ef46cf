package dev.millrace.ingest.wire;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What has been read of one event, before it is known whether it will be one: the fields of its
 * batch may come after it. Keeps the first thing that is wrong with it. Owned by one thread.
 */
public final class EventDraft {
  public @Nullable String id;
  public @Nullable String name;
  public @Nullable String user;
  public @Nullable String anonymous;

  /** The client's own time, or {@link Event#NO_TIME}. */
  public long timestamp = Event.NO_TIME;

  /** What later copies are known by, if it is not the timestamp; else {@link Event#NO_TIME}. */
  public long sent = Event.NO_TIME;

  /** When the client sent it, by the client's clock, or {@link Event#NO_TIME}. */
  public long sentAt = Event.NO_TIME;

  public RawJson properties = RawJson.EMPTY;
  public RawJson context = RawJson.EMPTY;

  private final int start;
  private int end;
  private @Nullable Refused refused;

  /**
   * @param start where the event begins in the body
   */
  public EventDraft(int start) {
    this.start = start;
    this.end = start;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  /** Marks where the event ends in the body. */
  public void endAt(int position) {
    end = position;
  }

  /** Refuses the event, unless it is refused already. */
  public void refuse(Fault fault, String message) {
    if (refused == null) {
      refused = new Refused(fault, message);
    }
  }

  /** Why there will be no event, if that is known; else null. */
  public @Nullable Refused refused() {
    return refused;
  }

  /**
   * Makes the event, or refuses it.
   *
   * @param nameField how the wire format calls the name, for messages; the same for the user
   * @return null if it is refused
   */
  public @Nullable Event finish(
      String project, long received, EventIds ids, String nameField, String userField) {
    String someone = user == null ? anonymous : user;
    String what = name;
    if (what == null) {
      refuse(Fault.MISSING_FIELD, nameField + " is missing");
      return null;
    }
    if (someone == null) {
      refuse(Fault.MISSING_FIELD, userField + " is missing");
      return null;
    }
    if (refused != null) {
      return null;
    }
    // Nobody can send again what the server itself has named and timed: with a time of its own it
    // need not be compared with a day's worth of others that have none.
    boolean unrepeatable = id == null && timestamp == Event.NO_TIME;
    return new Event(
        project,
        id == null ? ids.next(received) : id,
        what,
        someone,
        anonymous,
        ClientTime.corrected(timestamp, sentAt, received),
        sent != Event.NO_TIME ? sent : unrepeatable ? received : timestamp,
        received,
        properties,
        context);
  }
}

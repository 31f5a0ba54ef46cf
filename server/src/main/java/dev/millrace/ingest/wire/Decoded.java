package dev.millrace.ingest.wire;

import dev.millrace.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The outcomes of a request's events: each is either an event or a refusal.
 *
 * @param events in the order of the request
 * @param refusals in the order of the request
 */
public record Decoded(List<Event> events, List<Refusal> refusals) {

  /** Of the bytes of a refused event, so many are kept: what the log keeps of a rejection. */
  private static final int KEPT_BYTES = 64 * 1024;

  /** Collects outcomes. Owned by one thread. */
  public static final class Builder {
    private final List<Event> events;
    private final List<Refusal> refusals = new ArrayList<>(0);

    public Builder(int expected) {
      this.events = new ArrayList<>(expected);
    }

    public void accept(Event event) {
      events.add(event);
    }

    /** Keeps what a draft that will be no event was read from. */
    public void refuse(int index, EventDraft draft, byte[] body) {
      Refused why = Objects.requireNonNull(draft.refused());
      refuse(index, why, body, draft.start(), draft.end());
    }

    /** Refuses what is from one offset of the body to the other. */
    public void refuse(int index, Refused why, byte[] body, int from, int to) {
      byte[] original = Arrays.copyOfRange(body, from, Math.min(to, from + KEPT_BYTES));
      refusals.add(new Refusal(index, why.fault(), why.message(), original, to - from));
    }

    public Decoded build() {
      return new Decoded(events, refusals);
    }
  }
}

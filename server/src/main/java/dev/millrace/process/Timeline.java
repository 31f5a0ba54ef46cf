package dev.millrace.process;

import dev.millrace.store.EventStore;
import dev.millrace.store.EventStore.IdentityVisitor;

/** The time that an event's bucket is found by: the one that every retry of it shares, if any. */
enum Timeline {
  /** The client's own time. */
  SENT {
    @Override
    void visit(EventStore store, long from, long to, IdentityVisitor visitor) {
      store.identitiesBySent(from, to, visitor);
    }
  },
  /** The server's time, for events whose client gave none. */
  RECEIVED {
    @Override
    void visit(EventStore store, long from, long to, IdentityVisitor visitor) {
      store.identitiesWithoutSent(from, to, visitor);
    }
  };

  abstract void visit(EventStore store, long from, long to, IdentityVisitor visitor);

  /** Names a bucket among those of both timelines. */
  long key(long number) {
    return number << 1 | ordinal();
  }

  /** Where a bucket begins, microseconds; the ends of time are as far as a long goes. */
  static long startOf(long number, long width) {
    if (number < Long.MIN_VALUE / width) {
      return Long.MIN_VALUE;
    }
    return number > Long.MAX_VALUE / width ? Long.MAX_VALUE : number * width;
  }
}

package dev.millrace.store.duckdb;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What SQL refers to by a number, for as long as a reading runs. */
final class Tickets<T> {
  private final Map<Long, T> issued = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();

  long issue(T thing) {
    long ticket = last.incrementAndGet();
    issued.put(ticket, thing);
    return ticket;
  }

  void takeBack(long ticket) {
    issued.remove(ticket);
  }

  T get(long ticket) {
    return Objects.requireNonNull(issued.get(ticket), "the reading is over");
  }
}

package dev.millrace.store.duckdb;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.fold.PersonRows;
import dev.millrace.store.fold.Timeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads events person by person, each person's in order of time. The engine only selects; rows are
 * streamed and put in order here, which takes half the time of the engine's own sorting, and a
 * bounded amount of memory: what does not fit is read again for the other half of the people.
 */
final class PersonEvents {
  /** The part of the heap that may be used. */
  private static final int HEAP_PART = 4;

  private static final int EVENT_BYTES = 32;
  private static final int LEAST_EVENTS = 1_000_000;
  private static final int MOST_EVENTS = 32_000_000;

  /** Events in memory at once. */
  static final int MAX_EVENTS =
      Math.clamp(
          Runtime.getRuntime().maxMemory() / HEAP_PART / EVENT_BYTES, LEAST_EVENTS, MOST_EVENTS);

  /** So much memory is there once. */
  private static final Semaphore MEMORY = new Semaphore(1, true);

  private static final int MAX_PASSES = 64;
  private static final long TURN_SECONDS = 30;

  private final Connection connection;
  private final int limit;
  private long rowsRead;

  PersonEvents(Connection connection) {
    this(connection, MAX_EVENTS);
  }

  PersonEvents(Connection connection, int limit) {
    this.connection = connection;
    this.limit = limit;
  }

  /** Events that the engine has selected. */
  long rowsRead() {
    return rowsRead;
  }

  /**
   * Visits everyone who has events.
   *
   * @param select {@code person, time, offset, code, group}: the time in microseconds, the code and
   *     the group as integers; without a {@code where} of its own after the last {@code from}
   */
  void forEach(String select, TrendValues values, Consumer<Timeline> visitor) throws SQLException {
    takeTurn();
    try {
      // It may stay so: every reading of a connection is read to its end before the next.
      Sql.execute(connection, "set session jdbc_stream_results = true");
      readAll(select, values, visitor);
    } finally {
      MEMORY.release();
    }
  }

  private void readAll(String select, TrendValues values, Consumer<Timeline> visitor)
      throws SQLException {
    record Part(int modulus, int remainder) {}
    Deque<Part> parts = new ArrayDeque<>();
    parts.add(new Part(1, 0));
    for (int passes = 0; !parts.isEmpty(); passes++) {
      if (passes == MAX_PASSES) {
        throw tooMany();
      }
      Part part = parts.remove();
      PersonRows rows = new PersonRows(limit, part.modulus, part.remainder);
      String own = part.modulus == 1 ? select : select + partOf(part.modulus, part.remainder);
      long read = read(own, values, rows);
      rowsRead = Math.max(rowsRead, read);
      for (int modulus = part.modulus; modulus < rows.modulus(); modulus *= 2) {
        parts.add(new Part(2 * modulus, part.remainder + modulus));
      }
      rows.forEach(visitor);
    }
  }

  /** Leaves the other people to the other passes. */
  private static String partOf(int modulus, int remainder) {
    return " where person & " + (modulus - 1) + " = " + remainder;
  }

  private long read(String select, TrendValues values, PersonRows to) throws SQLException {
    long read = 0;
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      values.applyTo(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          to.add(
              rows.getInt(1),
              rows.getLong(2),
              (int) rows.getLong(3),
              rows.getInt(4),
              rows.getInt(5));
          read++;
        }
      }
    } catch (IllegalStateException e) {
      throw tooMany();
    }
    return read;
  }

  private static void takeTurn() {
    try {
      if (MEMORY.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MillraceException(Fault.STOPPING, "the question was given up", e);
    }
    throw new MillraceException(
        Fault.QUERY_OVERLOADED, "another question follows many people's events", "ask again", null);
  }

  private MillraceException tooMany() {
    return new MillraceException(
        Fault.QUERY_OVERLOADED,
        "the question follows more events than fit into memory, " + limit + " at a time",
        "ask for a shorter time, or fewer events",
        null);
  }
}

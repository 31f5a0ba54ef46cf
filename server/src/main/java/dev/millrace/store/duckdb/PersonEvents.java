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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads events person by person, each person's in order of time. The engine only selects; rows are
 * put in order here, which takes half the time of the engine's own sorting, and a bounded amount of
 * memory: what does not fit is read again for the other half of the people.
 */
final class PersonEvents {
  /** Memory for events, outside of the Java heap, while people are followed. */
  private static final long MEMORY_BYTES = 256L << 20;

  /** Events of few people that are put in order together, each for some 40 bytes of the heap. */
  private static final int MAX_TOGETHER = 4_000_000;

  /** So much memory is there once. */
  private static final Semaphore MEMORY = new Semaphore(1, true);

  private static final long TURN_SECONDS = 30;

  private final Connection connection;
  private final FollowFunction follow;
  private final int limit;
  private final int together;
  private long rowsRead;

  PersonEvents(Connection connection, FollowFunction follow) {
    this(connection, follow, (int) (MEMORY_BYTES / PersonRows.ROW_BYTES), MAX_TOGETHER);
  }

  PersonEvents(Connection connection, FollowFunction follow, int limit, int together) {
    this.connection = connection;
    this.follow = follow;
    this.limit = limit;
    this.together = together;
  }

  /** Events that the engine has selected. */
  long rowsRead() {
    return rowsRead;
  }

  /**
   * Visits everyone who has events, on several threads; see {@link PersonRows#collect}.
   *
   * @param select {@code person, time, partition, offset, code, group}: the time in microseconds
   *     and the offset as {@code bigint}, the others as {@code integer}, partition and group less
   *     than 2^15; none of them null
   */
  <V extends Consumer<Timeline>> V collect(
      String select, TrendValues values, Supplier<V> visitors, BiConsumer<V, V> add)
      throws SQLException {
    takeTurn();
    try {
      return readAll(select, values, visitors, add);
    } finally {
      MEMORY.release();
    }
  }

  private <V extends Consumer<Timeline>> V readAll(
      String select, TrendValues values, Supplier<V> visitors, BiConsumer<V, V> add)
      throws SQLException {
    V found = visitors.get();
    record Part(int modulus, int remainder) {}
    Deque<Part> parts = new ArrayDeque<>();
    parts.add(new Part(1, 0));
    while (!parts.isEmpty()) {
      Part part = parts.remove();
      String own =
          "("
              + select
              + ") as events(person, micros, log, place, code, part)"
              + (part.modulus == 1 ? "" : partOf(part.modulus, part.remainder));
      try (PersonRows rows = new PersonRows(limit, part.modulus, part.remainder)) {
        rowsRead = Math.max(rowsRead, read(own, values, rows));
        for (int modulus = part.modulus; modulus < rows.modulus(); modulus *= 2) {
          parts.add(new Part(2 * modulus, part.remainder + modulus));
        }
        if (rows.largestPart() > together) {
          throw tooMany();
        }
        add.accept(found, rows.collect(visitors, add));
      }
    }
    return found;
  }

  /** Leaves the other people to the other passes. */
  private static String partOf(int modulus, int remainder) {
    return " where person & " + (modulus - 1) + " = " + remainder;
  }

  private long read(String select, TrendValues values, PersonRows rows) throws SQLException {
    long ticket = follow.followers().issue(rows);
    String sql =
        "select count(*), count(" + FollowFunction.CALL.formatted(ticket) + ")\nfrom " + select;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      values.applyTo(statement);
      try (ResultSet count = statement.executeQuery()) {
        count.next();
        return count.getLong(1);
      }
    } catch (SQLException e) {
      if (rows.isOverfull()) {
        throw tooMany();
      }
      throw e;
    } finally {
      follow.followers().takeBack(ticket);
    }
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

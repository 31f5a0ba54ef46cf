package dev.millrace.store.duckdb;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.fold.Follower;
import dev.millrace.store.fold.PersonRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
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

  /** The first stretch is this part of the range. */
  private static final int FIRST_STRETCH = 32;

  /** With fewer events in a stretch the rest is read at once. */
  private static final int FEW = 50_000;

  /** So much memory is there once. */
  private static final Semaphore MEMORY = new Semaphore(1, true);

  private static final long TURN_SECONDS = 30;

  private final Connection connection;
  private final FollowFunction follow;
  private final int limit;
  private final int together;
  private final int few;
  private long rowsRead;

  PersonEvents(Connection connection, FollowFunction follow) {
    this(connection, follow, (int) (MEMORY_BYTES / PersonRows.ROW_BYTES), MAX_TOGETHER, FEW);
  }

  PersonEvents(Connection connection, FollowFunction follow, int limit, int together, int few) {
    this.connection = connection;
    this.follow = follow;
    this.limit = limit;
    this.together = together;
    this.few = few;
  }

  /** Events that the engine has selected. */
  long rowsRead() {
    return rowsRead;
  }

  /**
   * What selects the events of a stretch of time.
   *
   * @param sql {@code person, time, partition, offset, code, group}: the time in microseconds and
   *     the offset as {@code bigint}, the others as {@code integer}, partition and group less than
   *     2^15; none of them null
   */
  record Select(String sql, TrendValues values) {}

  /** Selects events from a time to before another, microseconds. */
  @FunctionalInterface
  interface Selecting {
    Select between(long from, long to);
  }

  /**
   * From when to when events are to be read, microseconds.
   *
   * @param settling until when somebody may be settled; {@code from} if nobody can be
   * @param to not before that
   */
  record Range(long from, long settling, long to) {}

  /**
   * People whose number leaves a remainder.
   *
   * @param counted whether their events are in {@link #rowsRead}
   */
  private record Part(int modulus, int remainder, boolean counted) {}

  /**
   * Visits everyone who has events, on several threads; see {@link PersonRows#collect}. The range
   * is read a stretch at a time, each twice as long as the one before, and whoever is settled by
   * then need not be followed any further.
   */
  <V extends Follower> V collect(
      Range range, Selecting selecting, Supplier<V> visitors, BiConsumer<V, V> add)
      throws SQLException {
    takeTurn();
    try {
      return readAll(range, selecting, visitors, add);
    } finally {
      MEMORY.release();
    }
  }

  private <V extends Follower> V readAll(
      Range range, Selecting selecting, Supplier<V> visitors, BiConsumer<V, V> add)
      throws SQLException {
    V found = visitors.get();
    Deque<Part> parts = new ArrayDeque<>();
    parts.add(new Part(1, 0, false));
    while (!parts.isEmpty()) {
      Part part = parts.remove();
      try (PersonRows rows = new PersonRows(limit, part.modulus, part.remainder)) {
        V settled = visitors.get();
        long read =
            readStretches(
                range,
                selecting,
                part,
                rows,
                () -> add.accept(settled, rows.settle(visitors, add)));
        boolean counted = part.counted || !rows.isAbandoned();
        for (int modulus = part.modulus; modulus < rows.modulus(); modulus *= 2) {
          parts.add(new Part(2 * modulus, part.remainder + modulus, counted));
        }
        if (rows.isAbandoned()) {
          parts.add(new Part(rows.modulus(), part.remainder, part.counted));
        } else {
          add.accept(found, settled);
          add.accept(found, rows.collect(visitors, add));
          rowsRead += part.counted ? 0 : read;
        }
      }
    }
    return found;
  }

  private long readStretches(
      Range range, Selecting selecting, Part part, PersonRows rows, Runnable settle)
      throws SQLException {
    long read = 0;
    long from = range.from;
    long length = Math.max(1, (range.settling - range.from) / FIRST_STRETCH);
    while (true) {
      boolean last = length >= range.settling - from;
      long to = last ? range.to : from + length;
      long added = read(selecting.between(from, to), part, rows);
      read += added;
      if (rows.largestPart() > together) {
        throw tooMany();
      }
      if (last || rows.isAbandoned()) {
        return read;
      }
      settle.run();
      from = to;
      length = added < few ? range.to - from : 2 * length;
    }
  }

  /** Leaves the other people to the other passes. */
  private static String partOf(int modulus, int remainder) {
    return " where person & " + (modulus - 1) + " = " + remainder;
  }

  private long read(Select select, Part part, PersonRows rows) throws SQLException {
    long ticket = follow.followers().issue(rows);
    String sql =
        "select count(*), count("
            + FollowFunction.CALL.formatted(ticket)
            + ")\nfrom ("
            + select.sql
            + ") as events(person, micros, log, place, code, part)"
            + (part.modulus == 1 ? "" : partOf(part.modulus, part.remainder));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      select.values.applyTo(statement);
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

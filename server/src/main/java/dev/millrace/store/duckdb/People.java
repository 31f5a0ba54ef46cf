package dev.millrace.store.duckdb;

import dev.millrace.event.Fingerprints;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Numbers the people: each user of each project, and each device, has a small whole number of its
 * own. Numbers take less space than text, are compared faster, and make exact sets of people small.
 *
 * <p>Memory holds a 64-bit fingerprint and the number, 12 bytes for each of at most two slots a
 * person; the texts are in the file. That two of n people have one fingerprint, and count as one,
 * is to be expected n²/2⁶⁵ times: 0.0000004 for four million people.
 */
final class People {
  /**
   * An event's person, as an expression over a table of events: equal for the same person. {@link
   * ReadSnapshot#fromEvents} writes what it stands for.
   */
  static final String PERSON = "{person}";

  private static final int FIRST_SLOTS = 1 << 12;
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private final int limit;
  private final Fingerprints hashing = Fingerprints.withRandomKey();
  private long[] fingerprints = new long[FIRST_SLOTS];

  /** Number plus one, so that zero is a free slot. */
  private int[] numbers = new int[FIRST_SLOTS];

  private int size;

  /**
   * @param limit how many there may be
   */
  People(int limit) {
    this.limit = limit;
  }

  /** All that the file knows. */
  static People load(Connection connection, int limit) throws SQLException {
    People people = new People(limit);
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select project, \"user\", number from main.people order by number")) {
      while (rows.next()) {
        // Numbers that were forgotten are left out.
        people.size = rows.getInt(3);
        people.put(people.hashing.of(rows.getString(1), rows.getString(2)));
      }
    }
    return people;
  }

  /**
   * The user's number; for a new user the complement of the number that they get.
   *
   * @throws MillraceException {@code too_many_people}
   */
  synchronized int numberOrNew(String project, String user) {
    long fingerprint = hashing.of(project, user);
    int slot = slot(fingerprint);
    if (numbers[slot] != 0) {
      return numbers[slot] - 1;
    }
    if (size >= limit) {
      throw new MillraceException(
          Fault.TOO_MANY_PEOPLE,
          "the store knows " + limit + " users and devices already",
          "raise store.people, and the memory of the process by 24 bytes for each",
          null);
    }
    put(fingerprint);
    return ~(size - 1);
  }

  /** The user's number, or {@link RecentChunk#NOBODY}. */
  synchronized int find(String project, String user) {
    return numbers[slot(hashing.of(project, user))] - 1;
  }

  /** Nobody has the number any more, and nobody gets it as long as the process runs. */
  synchronized void forget(int number) {
    for (int slot = 0; slot < numbers.length; slot++) {
      if (numbers[slot] == number + 1) {
        // The slot stays taken, by what no name has, since others may have been put behind it.
        fingerprints[slot] = ThreadLocalRandom.current().nextLong();
      }
    }
  }

  private void put(long fingerprint) {
    if (2L * (size + 1) > fingerprints.length) {
      grow();
    }
    int slot = slot(fingerprint);
    fingerprints[slot] = fingerprint;
    numbers[slot] = ++size;
  }

  /** Where the fingerprint is, or the free slot where it belongs. */
  private int slot(long fingerprint) {
    int mask = fingerprints.length - 1;
    int slot = (int) (fingerprint * MULTIPLIER >>> 32) & mask;
    while (numbers[slot] != 0 && fingerprints[slot] != fingerprint) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldFingerprints = fingerprints;
    int[] oldNumbers = numbers;
    fingerprints = new long[2 * oldFingerprints.length];
    numbers = new int[2 * oldNumbers.length];
    for (int i = 0; i < oldNumbers.length; i++) {
      if (oldNumbers[i] != 0) {
        int slot = slot(oldFingerprints[i]);
        fingerprints[slot] = oldFingerprints[i];
        numbers[slot] = oldNumbers[i];
      }
    }
  }
}

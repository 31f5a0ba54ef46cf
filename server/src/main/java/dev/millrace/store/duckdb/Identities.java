package dev.millrace.store.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which numbers are the same person. {@code $identify} says that a device is a user's, {@code
 * $alias} that two ids are one person. A person's number is that of one of their users.
 *
 * <p>A device belongs to the user who was identified on it first, by the server's clock: another
 * who borrows it later does not become the same person. Aliases join whatever they name. The result
 * does not depend on the order in which the links arrive.
 *
 * <p>One thread adds links at a time; any number ask meanwhile, without a lock, and see a link soon
 * after it was added. Takes 16 bytes for each number up to the largest that is linked.
 */
final class Identities {
  private static final int FIRST_NUMBERS = 1 << 10;

  /** What is known, in arrays by number that are replaced when they grow. */
  private record Known(int[] users, long[] since, int[] parents) {
    static final Known NOTHING = new Known(new int[0], new long[0], new int[0]);

    Known upTo(int number) {
      if (number < users.length) {
        return this;
      }
      int length = Math.max(FIRST_NUMBERS, Math.max(number + 1, users.length * 2));
      int[] moreUsers = Arrays.copyOf(users, length);
      int[] moreParents = Arrays.copyOf(parents, length);
      for (int i = users.length; i < length; i++) {
        moreUsers[i] = i;
        moreParents[i] = i;
      }
      return new Known(moreUsers, Arrays.copyOf(since, length), moreParents);
    }

    int person(int number) {
      return number < users.length ? root(users[number]) : number;
    }

    int root(int number) {
      int at = number;
      while (parents[at] != at) {
        at = parents[at];
      }
      return at;
    }
  }

  private volatile Known known = Known.NOTHING;
  private final RoaringBitmap linked = new RoaringBitmap();

  /** Two ids that are one person. */
  sealed interface Link {
    int number();

    int user();

    /**
     * A user was identified on a device.
     *
     * @param since when the server heard of it, microseconds
     */
    record Device(int number, int user, long since) implements Link {}

    /** An id is another name of a user. */
    record Alias(int number, int user) implements Link {}
  }

  /** All that the file knows. */
  static Identities load(Connection connection) throws SQLException {
    Identities identities = new Identities();
    Sql.visit(
        connection,
        "select number, \"user\", since from main.links",
        row -> identities.add(link(row)));
    return identities;
  }

  /** A row of {@code main.links}. */
  static Link link(ResultSet row) throws SQLException {
    int number = row.getInt(1);
    int user = row.getInt(2);
    long since = row.getLong(3);
    return row.wasNull() ? new Link.Alias(number, user) : new Link.Device(number, user, since);
  }

  /** Knows what the other knows and nothing else. No link may be added meanwhile. */
  void become(Identities other) {
    synchronized (linked) {
      linked.clear();
      linked.or(other.linked);
    }
    known = other.known;
  }

  void add(Link link) {
    if (link.number() == link.user()) {
      return;
    }
    Known now = known.upTo(Math.max(link.number(), link.user()));
    switch (link) {
      case Link.Device(int device, int user, long since) -> {
        boolean isFree = now.users[device] == device;
        if (isFree
            || since < now.since[device]
            || (since == now.since[device] && user < now.users[device])) {
          now.users[device] = user;
          now.since[device] = since;
        }
      }
      case Link.Alias(int number, int user) -> {
        int joined = now.root(number);
        int into = now.root(user);
        if (joined != into) {
          now.parents[joined] = into;
        }
      }
    }
    known = now;
    synchronized (linked) {
      linked.add(link.number());
      linked.add(link.user());
    }
  }

  /** Whether nobody has more than one number. */
  boolean isEmpty() {
    return known == Known.NOTHING;
  }

  /** The number of the person whose number that is. */
  int person(int number) {
    return known.person(number);
  }

  /** All numbers of the person with that number. */
  int[] numbers(int person) {
    RoaringBitmap members = new RoaringBitmap();
    members.add(person);
    Known now = known;
    synchronized (linked) {
      linked.forEach((int number) -> {
        if (now.person(number) == person) {
          members.add(number);
        }
      });
    }
    return members.toArray();
  }

  /** Replaces the numbers of a set by those of the people. */
  void join(RoaringBitmap numbers) {
    if (isEmpty()) {
      return;
    }
    RoaringBitmap found;
    synchronized (linked) {
      found = RoaringBitmap.and(numbers, linked);
    }
    Known now = known;
    found.forEach((int number) -> {
      int person = now.person(number);
      if (person != number) {
        numbers.remove(number);
        numbers.add(person);
      }
    });
  }
}

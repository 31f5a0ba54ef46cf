package dev.millrace.store.duckdb;

import dev.millrace.event.Fingerprints;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which numbers are the same person. {@code $identify} says that a device is a user's, {@code
 * $alias} that two ids are one person. A person's number is that of one of their users.
 *
 * <p>Who is named first on a device, by the time of the event, owns it, whether by {@code
 * $identify} or by {@code $alias}: another who is identified on it later does not become the same
 * person. Aliases join whatever they name, always. The result does not depend on the order in which
 * the links arrive, nor on the numbers.
 *
 * <p>One thread adds links at a time; any number ask meanwhile, without a lock, and see a link soon
 * after it was added. Takes 28 bytes for each number up to the largest that is linked.
 */
final class Identities {
  private static final int FIRST_NUMBERS = 1 << 10;
  private static final int LINKS_AT_ONCE = 1 << 10;
  private static final int NO_USER = Integer.MAX_VALUE;

  /**
   * What is known, in arrays by number that are replaced when they grow.
   *
   * @param owners who was named first on a device, and since when; themselves for what nobody was
   *     named on
   * @param ranks of users, {@link #NO_USER} for others
   * @param aliases the next number on the way to the one that stands for all that aliases join
   * @param parents the same for all that aliases and owners join
   * @param people the person, where a way of {@code parents} ends
   */
  private record Known(
      int[] owners, long[] since, int[] ranks, int[] aliases, int[] parents, int[] people) {
    static final Known NOTHING =
        new Known(new int[0], new long[0], new int[0], new int[0], new int[0], new int[0]);

    Known upTo(int number) {
      if (number < owners.length) {
        return this;
      }
      int length = Math.max(FIRST_NUMBERS, Math.max(number + 1, owners.length * 2));
      return new Known(
          longer(owners, length),
          Arrays.copyOf(since, length),
          longerRanks(length),
          longer(aliases, length),
          longer(parents, length),
          longer(people, length));
    }

    private int[] longerRanks(int length) {
      int[] longer = Arrays.copyOf(ranks, length);
      Arrays.fill(longer, ranks.length, length, NO_USER);
      return longer;
    }

    private static int[] longer(int[] numbers, int length) {
      int[] longer = Arrays.copyOf(numbers, length);
      for (int i = numbers.length; i < length; i++) {
        longer[i] = i;
      }
      return longer;
    }

    int person(int number) {
      return number < parents.length ? people[root(parents, number)] : number;
    }

    void add(Link link) {
      ranks[link.user()] = link.rank();
      standFor(link.user());
      if (link.isAlias()) {
        join(aliases, link.number(), link.user());
        join(link.number(), link.user());
      }
    }

    private void join(int number, int user) {
      int person = people[root(parents, number)];
      join(parents, number, user);
      standFor(person);
    }

    /** Of a person's users, the one of the lowest rank stands for them. */
    private void standFor(int number) {
      int root = root(parents, number);
      int present = people[root];
      if (ranks[number] < ranks[present] || (ranks[number] == ranks[present] && number < present)) {
        people[root] = number;
      }
    }

    /** Makes the user the owner if nobody was named earlier; true if somebody else is no longer. */
    boolean claim(Link link) {
      int number = link.number();
      int owner = owners[number];
      boolean isFree = owner == number;
      if (isFree) {
        join(number, link.user());
      } else if (!isEarlier(link)) {
        return false;
      }
      owners[number] = link.user();
      since[number] = link.since();
      return !isFree && owner != link.user();
    }

    private boolean isEarlier(Link link) {
      int number = link.number();
      if (link.since() != since[number]) {
        return link.since() < since[number];
      }
      int owner = owners[number];
      return link.rank() != ranks[owner] ? link.rank() < ranks[owner] : link.user() < owner;
    }

    /** The same, of which those are no longer joined whose device turned out to be another's. */
    Known joinedAgain() {
      int[] joined = aliases.clone();
      int[] themselves = new int[owners.length];
      for (int number = 0; number < owners.length; number++) {
        join(joined, number, owners[number]);
        themselves[number] = number;
      }
      Known again = new Known(owners, since, ranks, aliases, joined, themselves);
      for (int number = 0; number < owners.length; number++) {
        again.standFor(number);
      }
      return again;
    }

    private static void join(int[] parents, int number, int user) {
      parents[root(parents, number)] = root(parents, user);
    }
  }

  /** Shortens the way for those who ask next; that others do the same meanwhile does no harm. */
  private static int root(int[] parents, int number) {
    int at = number;
    int parent = parents[at];
    while (parent != at) {
      int next = parents[parent];
      if (next != parent) {
        parents[at] = next;
      }
      at = parent;
      parent = next;
    }
    return at;
  }

  private volatile Known known = Known.NOTHING;
  private final RoaringBitmap linked = new RoaringBitmap();

  /**
   * Two ids that are one person.
   *
   * @param number a device that a user was identified on, or what an alias calls the previous id
   * @param since the time of the event that says so, microseconds
   * @param rank of the user: decides between those who were named at the same time, and which of a
   *     person's users stands for them; see {@link Ranks}
   */
  record Link(int number, int user, boolean isAlias, long since, int rank) {
    Link withoutRank() {
      return new Link(number, user, isAlias, since, 0);
    }
  }

  /** Ranks users by what they are called, which stays when numbers do not; from 0 to 2³⁰. */
  static final class Ranks {
    private final Fingerprints fingerprints = Fingerprints.lasting();

    int of(String project, String user) {
      return (int) (fingerprints.of(project, user) >>> 34);
    }
  }

  /** All that the file knows. */
  static Identities load(Connection connection) throws SQLException {
    Identities identities = new Identities();
    List<Link> links = new ArrayList<>();
    Sql.visit(
        connection,
        "select number, \"user\", is_alias, since, rank from main.links order by since, rank",
        row -> {
          links.add(link(row));
          if (links.size() == LINKS_AT_ONCE) {
            identities.add(links);
            links.clear();
          }
        });
    identities.add(links);
    return identities;
  }

  /** A row of {@code main.links}. */
  static Link link(ResultSet row) throws SQLException {
    return new Link(row.getInt(1), row.getInt(2), row.getBoolean(3), row.getLong(4), row.getInt(5));
  }

  /** Knows what the other knows and nothing else. No link may be added meanwhile. */
  void become(Identities other) {
    synchronized (linked) {
      linked.clear();
      linked.or(other.linked);
    }
    known = other.known;
  }

  void add(Collection<Link> links) {
    Known now = known;
    boolean hasLostOwner = false;
    for (Link link : links) {
      if (link.number() == link.user()) {
        continue;
      }
      now = now.upTo(Math.max(link.number(), link.user()));
      now.add(link);
      hasLostOwner |= now.claim(link);
      synchronized (linked) {
        linked.add(link.number());
        linked.add(link.user());
      }
    }
    known = hasLostOwner ? now.joinedAgain() : now;
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

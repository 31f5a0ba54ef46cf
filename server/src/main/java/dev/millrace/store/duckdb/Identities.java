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
 * <p>One thread adds links. Who asks takes the {@link Joins} of the moment first, so that one
 * question never sees two states. Takes 20 bytes for each number up to the largest that is linked,
 * and 8 for each of 256 numbers of which one is.
 */
final class Identities {
  private static final int FIRST_NUMBERS = 1 << 10;
  private static final int LINKS_AT_ONCE = 1 << 10;
  private static final int NO_USER = Integer.MAX_VALUE;

  /** Scatters numbers: 2³² by the golden ratio. */
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  /** Who was named first on a device; itself for what nobody was named on. */
  private int[] owners = new int[0];

  /** Since when. */
  private long[] since = new long[0];

  /** Of users; {@link #NO_USER} for others. */
  private int[] ranks = new int[0];

  /** The next number on the way to the one that stands for all that aliases join. */
  private int[] aliases = new int[0];

  /** The same for all that aliases and owners join. */
  private SharedInts parents = new SharedInts();

  /** The person, where a way of {@link #parents} ends. */
  private SharedInts people = new SharedInts();

  /** The numbers that are in a link, guarded by itself. */
  private RoaringBitmap linked = new RoaringBitmap();

  private volatile Joins joins = new Joins(linked, parents.copy(), people.copy());

  /**
   * Who is whom at one moment: a copy that does not change.
   *
   * @param linked all numbers in a link, perhaps with those of later ones, guarded by itself
   */
  record Joins(RoaringBitmap linked, SharedInts parents, SharedInts people) {
    /** Everybody has one number. */
    static final Joins NOBODY = new Joins(new RoaringBitmap(), new SharedInts(), new SharedInts());

    /** Whether nobody has more than one number. */
    boolean isEmpty() {
      synchronized (linked) {
        return linked.isEmpty();
      }
    }

    /** The number of the person whose number that is. */
    int person(int number) {
      return people.get(root(parents, number));
    }

    /** All numbers of the person with that number. */
    int[] numbers(int person) {
      RoaringBitmap members = new RoaringBitmap();
      members.add(person);
      synchronized (linked) {
        linked.forEach((int number) -> {
          if (person(number) == person) {
            members.add(number);
          }
        });
      }
      return members.toArray();
    }

    /** Replaces the numbers of a set by those of the people. */
    void join(RoaringBitmap numbers) {
      RoaringBitmap found;
      synchronized (linked) {
        found = RoaringBitmap.and(numbers, linked);
      }
      found.forEach((int number) -> {
        int person = person(number);
        if (person != number) {
          numbers.remove(number);
          numbers.add(person);
        }
      });
    }
  }

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
            identities.know(links);
            links.clear();
          }
        });
    identities.know(links);
    identities.tell();
    return identities;
  }

  /** A row of {@code main.links}. */
  static Link link(ResultSet row) throws SQLException {
    return new Link(row.getInt(1), row.getInt(2), row.getBoolean(3), row.getLong(4), row.getInt(5));
  }

  /** Who is whom by what has been added so far. */
  Joins joins() {
    return joins;
  }

  void add(Collection<Link> links) {
    if (!links.isEmpty()) {
      know(links);
      tell();
    }
  }

  /** Knows what the other knows and nothing else; the other is not to be used any more. */
  void become(Identities other) {
    owners = other.owners;
    since = other.since;
    ranks = other.ranks;
    aliases = other.aliases;
    parents = other.parents;
    people = other.people;
    linked = other.linked;
    tell();
  }

  private void tell() {
    joins = new Joins(linked, parents.copy(), people.copy());
  }

  private void know(Collection<Link> links) {
    boolean hasLostOwner = false;
    for (Link link : links) {
      if (link.number() == link.user()) {
        continue;
      }
      makeRoom(Math.max(link.number(), link.user()));
      ranks[link.user()] = link.rank();
      standFor(link.user());
      if (link.isAlias()) {
        aliases[root(aliases, link.number())] = root(aliases, link.user());
        join(link.number(), link.user());
      }
      hasLostOwner |= claim(link);
      synchronized (linked) {
        linked.add(link.number());
        linked.add(link.user());
      }
    }
    if (hasLostOwner) {
      joinAgain();
    }
  }

  private void makeRoom(int number) {
    int before = owners.length;
    if (number < before) {
      return;
    }
    int length = Math.max(FIRST_NUMBERS, Math.max(number + 1, before * 2));
    owners = Arrays.copyOf(owners, length);
    since = Arrays.copyOf(since, length);
    ranks = Arrays.copyOf(ranks, length);
    aliases = Arrays.copyOf(aliases, length);
    Arrays.fill(ranks, before, length, NO_USER);
    for (int i = before; i < length; i++) {
      owners[i] = i;
      aliases[i] = i;
    }
  }

  /** Makes the user the owner if nobody was named earlier; true if somebody else is no longer. */
  private boolean claim(Link link) {
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

  /** Those are no longer joined whose device turned out to be another's. */
  private void joinAgain() {
    parents = new SharedInts();
    people = new SharedInts();
    for (int number = 0; number < owners.length; number++) {
      join(number, aliases[number]);
      join(number, owners[number]);
    }
  }

  /**
   * Which of the two ends leads to the other is decided by their hashes, which keeps ways as short
   * as a coin does: Goel et al., "Disjoint Set Union with Randomized Linking", SODA 2014.
   */
  private void join(int number, int user) {
    int one = root(parents, number);
    int other = root(parents, user);
    if (one == other) {
      return;
    }
    int person = better(people.get(one), people.get(other));
    boolean isBelow = one * GOLDEN_RATIO < other * GOLDEN_RATIO;
    int root = isBelow ? other : one;
    parents.set(isBelow ? one : other, root);
    people.set(root, person);
  }

  private void standFor(int user) {
    int root = root(parents, user);
    int present = people.get(root);
    int better = better(user, present);
    if (better != present) {
      people.set(root, better);
    }
  }

  /** Of a person's users, the one of the lowest rank stands for them. */
  private int better(int one, int other) {
    boolean isFirst = ranks[one] != ranks[other] ? ranks[one] < ranks[other] : one < other;
    return isFirst ? one : other;
  }

  private static int root(SharedInts parents, int number) {
    int at = number;
    int parent = parents.get(at);
    while (parent != at) {
      at = parent;
      parent = parents.get(at);
    }
    return at;
  }

  /** Shortens the way for the next time. */
  private static int root(int[] parents, int number) {
    int at = number;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}

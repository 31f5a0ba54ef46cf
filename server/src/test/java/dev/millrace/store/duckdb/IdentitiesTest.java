package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.StoreFixture.PROJECT;
import static dev.millrace.store.duckdb.StoreFixture.START;
import static dev.millrace.store.duckdb.StoreFixture.batch;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import dev.millrace.store.History;
import dev.millrace.store.Profile;
import dev.millrace.store.duckdb.Identities.Link;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.RoaringBitmap;

class IdentitiesTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String RANGE =
      "\"every\":\"none\",\"from\":\"%s\",\"to\":\"%s\""
          .formatted(at(0), at(Duration.ofHours(3).toSeconds()));

  /** A visitor becomes a customer, comes back on a second device, and changes their address. */
  private static final List<Event> STORY =
      List.of(
          event(0, "visited", "device-1", "device-1"),
          event(1, "visited", "device-9", "device-9"),
          event(2, "$identify", "ada", "device-1"),
          event(3, "bought", "ada", null),
          event(4, "visited", "device-2", "device-2"),
          event(5, "$identify", "ada", "device-2"),
          event(6, "bought", "ada", "device-2"),
          alias(7, "ada@new", "ada"),
          event(8, "bought", "ada@new", null),
          event(9, "$identify", "bob", "device-1"),
          event(10, "bought", "bob", "device-1"));

  private static final int IDS = 5;

  /** Of several pages. */
  private static final int NUMBERS = 1_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onePersonCountsOnceWhateverTheyAreCalled(boolean reopened) {
    DuckDbStore store = open(config(folder, 1_000));
    try {
      store.append(batch(0, STORY.size(), offset -> STORY.get((int) offset)));
      if (reopened) {
        store.close();
        store = open(config(folder, 1_000));
      }
      assertStory(store);
    } finally {
      store.close();
    }
  }

  private static void assertStory(DuckDbStore store) {
    QueryEngine engine =
        new QueryEngine(
            store,
            QueryConfig.defaults(),
            new Metrics(),
            InstantSource.fixed(Instant.parse(at(Duration.ofHours(3).toSeconds()))));
    for (String source : List.of("", ",\"source\":\"events\"")) {
      String uniques = "{\"measures\":[\"uniques\"]," + RANGE + source;
      // ada under five ids, bob, and the visitor of device-9
      assertThat(rows(engine, uniques + "}")).isEqualTo(List.of(List.of(3L)));
      assertThat(rows(engine, uniques + ",\"events\":[\"bought\"]}"))
          .isEqualTo(List.of(List.of(2L)));
      assertThat(rows(engine, uniques + ",\"events\":[\"visited\"]}"))
          .isEqualTo(List.of(List.of(2L)));
    }
    String funnel =
        "{\"kind\":\"funnel\",\"steps\":[\"visited\",\"bought\"],\"from\":\"%s\",\"to\":\"%s\"}"
            .formatted(at(0), at(3_600));
    assertThat(rows(engine, funnel).stream().map(row -> row.get(2)).toList())
        .isEqualTo(List.of(2L, 1L));

    Profile.Person ada =
        store.answer(new Profile(PROJECT, "device-2"), LIMIT).person().orElseThrow();
    assertThat(ada.ids()).containsExactly("ada", "ada@new", "device-1", "device-2");
    assertThat(ada.count()).isEqualTo(8);
    assertThat(store.answer(new History(PROJECT, "ada", 50, null), LIMIT).events())
        .extracting(logged -> logged.event().user())
        .containsExactly("ada@new", "ada@new", "ada", "ada", "device-2", "ada", "ada", "device-1");
    // a user of the events themselves is still told apart
    assertThat(rows(engine, where("=", "ada"))).isEqualTo(List.of(List.of(4L)));
    assertThat(rows(engine, where("starts_with", "device"))).isEqualTo(List.of(List.of(3L)));
  }

  @Test
  void whoIsTheSameDoesNotDependOnTheOrderOfTheLinks() {
    List<Link> links =
        new ArrayList<>(
            List.of(
                device(10, 1, 500),
                device(10, 2, 400),
                device(11, 1, 300),
                aliases(1, 3, 100),
                aliases(4, 3, 100),
                aliases(12, 2, 100)));
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      Collections.shuffle(links, random);
      Identities identities = new Identities();
      links.forEach(link -> identities.add(List.of(link)));
      Identities.Joins joins = identities.joins();
      for (int[] group : new int[][] {{1, 3, 4, 11}, {2, 10, 12}, {5}}) {
        assertThat(IntStream.of(group).map(joins::person).distinct().count()).isEqualTo(1);
        assertThat(joins.numbers(joins.person(group[0]))).containsExactly(group);
      }
      RoaringBitmap all = RoaringBitmap.bitmapOf(1, 2, 3, 4, 5, 10, 11, 12, 90_000);
      joins.join(all);
      assertThat(all.getCardinality()).isEqualTo(4);
    }
  }

  /** Few ids and times, so that devices are shared, aliases name them, and times are equal. */
  @Test
  void joinsWhatTheRuleSaysInAllOrdersOfSomeLinksAndWhateverTheNumbers() {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      List<Link> links = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int user = random.nextInt(IDS);
        int number = random.nextInt(IDS);
        links.add(new Link(number, user, random.nextBoolean(), random.nextInt(3), user));
      }
      Set<Set<Integer>> expected = byHand(links);
      int shift = random.nextInt(IDS);
      for (List<Link> order : orders(links)) {
        Identities oneByOne = new Identities();
        order.forEach(link -> oneByOne.add(List.of(link)));
        Identities atOnce = new Identities();
        atOnce.add(order.stream().map(link -> renumbered(link, shift)).toList());

        assertThat(groups(oneByOne.joins()::person)).as("%s", order).isEqualTo(expected);
        for (int id = 0; id < IDS; id++) {
          assertThat(atOnce.joins().person((id + shift) % IDS))
              .as("%s", order)
              .isEqualTo((oneByOne.joins().person(id) + shift) % IDS);
        }
      }
    }
  }

  /** What a question sees does not change while it runs, however much is joined meanwhile. */
  @Test
  void whatWasTakenStaysAsItWas() {
    Random random = new Random(13);
    Identities identities = new Identities();
    List<Identities.Joins> taken = new ArrayList<>();
    List<int[]> seen = new ArrayList<>();
    for (int round = 0; round < 60; round++) {
      List<Link> links = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        int user = random.nextInt(NUMBERS);
        links.add(
            new Link(random.nextInt(NUMBERS), user, random.nextInt(4) == 0, 60 - round, user));
      }
      identities.add(links);
      taken.add(identities.joins());
      seen.add(people(identities.joins()));
    }

    assertThat(IntStream.of(seen.getFirst()).distinct().count())
        .isGreaterThan(IntStream.of(seen.getLast()).distinct().count());
    for (int round = 0; round < taken.size(); round++) {
      assertThat(people(taken.get(round))).isEqualTo(seen.get(round));
    }
  }

  @Test
  void aLoginWhileAQuestionRunsChangesNothingInIt() {
    List<Event> events =
        List.of(event(0, "visited", "device-1", "device-1"), event(1, "bought", "ada", null));
    DuckDbStore store = open(config(folder, 1_000));
    try {
      store.append(batch(0, 2, offset -> events.get((int) offset)));
      long during =
          store.read(
              LIMIT,
              (connection, snapshot) -> {
                store.append(batch(2, 3, _ -> event(2, "$identify", "ada", "device-1")));
                return people(connection, snapshot);
              });

      assertThat(during).isEqualTo(2);
      assertThat(store.<Long>read(LIMIT, IdentitiesTest::people)).isEqualTo(1);
    } finally {
      store.close();
    }
  }

  private static long people(Connection connection, ReadSnapshot snapshot) throws SQLException {
    long[] people = new long[1];
    Sql.visit(
        connection,
        "select count(distinct person) from "
            + snapshot.events().from("select " + People.PERSON + " as person from %s"),
        row -> people[0] = row.getLong(1));
    return people[0];
  }

  private static int[] people(Identities.Joins joins) {
    return IntStream.range(0, NUMBERS).map(joins::person).toArray();
  }

  private static Link renumbered(Link link, int shift) {
    return new Link(
        (link.number() + shift) % IDS,
        (link.user() + shift) % IDS,
        link.isAlias(),
        link.since(),
        link.rank());
  }

  /** Aliases join, and of those named on a device the first. */
  private static Set<Set<Integer>> byHand(List<Link> links) {
    List<Link> joining = new ArrayList<>(links.stream().filter(Link::isAlias).toList());
    for (int id = 0; id < IDS; id++) {
      int device = id;
      links.stream()
          .filter(link -> link.number() == device && link.user() != device)
          .min(Comparator.comparingLong(Link::since).thenComparingInt(Link::rank))
          .ifPresent(joining::add);
    }
    int[] groups = IntStream.range(0, IDS).toArray();
    for (Link link : joining) {
      int from = groups[link.number()];
      int to = groups[link.user()];
      groups = IntStream.of(groups).map(group -> group == from ? to : group).toArray();
    }
    int[] found = groups;
    return groups(id -> found[id]);
  }

  private static Set<Set<Integer>> groups(IntUnaryOperator person) {
    Map<Integer, Set<Integer>> groups = new HashMap<>();
    for (int id = 0; id < IDS; id++) {
      groups.computeIfAbsent(person.applyAsInt(id), _ -> new HashSet<>()).add(id);
    }
    return new HashSet<>(groups.values());
  }

  private static <T> List<List<T>> orders(List<T> all) {
    if (all.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> orders = new ArrayList<>();
    for (int first = 0; first < all.size(); first++) {
      List<T> rest = new ArrayList<>(all);
      T head = rest.remove(first);
      for (List<T> tail : orders(rest)) {
        List<T> order = new ArrayList<>(List.of(head));
        order.addAll(tail);
        orders.add(order);
      }
    }
    return orders;
  }

  /** Devices that are aliased after a login or before, and borrowed afterwards. */
  @Test
  void anAliasedDeviceStaysWithWhoWasFirstInMemoryAndInTheFile() {
    List<List<Integer>> orders = orders(List.of(0, 1, 2, 3));
    List<Event> early = new ArrayList<>();
    List<Event> late = new ArrayList<>();
    for (int way = 0; way < orders.size(); way++) {
      for (int i = 0; i < 4; i++) {
        (i < 2 ? early : late).add(naming(way, orders.get(way).get(i)));
      }
    }
    DuckDbStore store = open(config(folder, 1_000));
    try {
      store.append(batch(0, early.size(), offset -> early.get((int) offset)));
      store.close();
      store = open(config(folder, 1_000));
      store.append(
          batch(early.size(), 2 * early.size(), offset -> late.get((int) offset - early.size())));
      assertEachIsWithWhoWasFirst(store, orders.size());
      store.close();
      store = open(config(folder, 1_000));
      assertEachIsWithWhoWasFirst(store, orders.size());
    } finally {
      store.close();
    }
  }

  private static Event naming(int way, int which) {
    long minute = way * 4L + which;
    return switch (which) {
      case 0 -> event(minute, "$identify", "ada" + way, "phone" + way);
      case 1 -> alias(minute, "new" + way, "phone" + way);
      case 2 -> alias(minute, "bob" + way, "tablet" + way);
      default -> event(minute, "$identify", "eve" + way, "tablet" + way);
    };
  }

  private static void assertEachIsWithWhoWasFirst(DuckDbStore store, int ways) {
    for (int way = 0; way < ways; way++) {
      assertThat(ids(store, "phone" + way))
          .containsExactly("ada" + way, "new" + way, "phone" + way);
      assertThat(ids(store, "tablet" + way)).containsExactly("bob" + way, "tablet" + way);
      assertThat(ids(store, "eve" + way)).containsExactly("eve" + way);
    }
  }

  private static List<String> ids(DuckDbStore store, String of) {
    return store.answer(new Profile(PROJECT, of), LIMIT).person().orElseThrow().ids();
  }

  private static Link device(int number, int user, long since) {
    return new Link(number, user, false, since, user);
  }

  private static Link aliases(int number, int user, long since) {
    return new Link(number, user, true, since, user);
  }

  private static String where(String op, String user) {
    return "{%s,\"where\":[{\"property\":\"user\",\"op\":\"%s\",\"value\":\"%s\"}]}"
        .formatted(RANGE, op, user);
  }

  private static List<List<@Nullable Object>> rows(QueryEngine engine, String question) {
    return engine.ask(PROJECT, QuestionFormat.parse(question)).rows();
  }

  private static String at(long second) {
    return Instant.ofEpochSecond(START / 1_000_000 + second).toString();
  }

  private static Event alias(long minute, String user, String previous) {
    return event(minute, "$alias", user, null, "{\"previousId\":\"" + previous + "\"}");
  }

  private static Event event(long minute, String name, String user, @Nullable String anonymous) {
    return event(minute, name, user, anonymous, "{}");
  }

  private static Event event(
      long minute, String name, String user, @Nullable String anonymous, String properties) {
    long time = START + minute * 60_000_000;
    return new Event(
        PROJECT,
        "id-" + minute,
        name,
        user,
        anonymous,
        time,
        Event.NO_TIME,
        time,
        RawJson.of(properties),
        RawJson.EMPTY);
  }
}

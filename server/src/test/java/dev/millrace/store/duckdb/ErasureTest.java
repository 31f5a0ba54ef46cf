package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.StoreFixture.PROJECT;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.count;
import static dev.millrace.store.duckdb.StoreFixture.open;
import static dev.millrace.store.duckdb.StoreFixture.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Erasure;
import dev.millrace.event.Fingerprints;
import dev.millrace.event.Positions;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.Erased;
import dev.millrace.store.EventBatch;
import dev.millrace.store.EventStore.IdentityVisitor;
import dev.millrace.store.LoggedErasure;
import dev.millrace.store.Profile;
import dev.millrace.store.Property;
import dev.millrace.store.StorePosition;
import dev.millrace.store.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People are taken out of the store, exactly up to where the log says. */
class ErasureTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private final ErasureFixture log = new ErasureFixture();

  @Test
  void erasesWhatIsInTheFileAndInMemoryAndNobodyElse() {
    log.add("ada", "opened").add("bob", "opened").add("ada", "paid");
    try (DuckDbStore store = open(config(folder, 1_000))) {
      log.appendTo(store);
    }
    try (DuckDbStore store = open(config(folder, 1_000))) {
      log.add("ada", "closed").add("bob", "closed");
      log.appendTo(store);
      log.erase("ada");
      log.appendTo(store);

      assertThat(query(store, "select name from {events} order by name"))
          .containsExactly(List.of("closed"), List.of("opened"));
      assertThat(query(store, "select name, \"count\" from {activity} order by name"))
          .containsExactly(List.of("closed", 1L), List.of("opened", 1L));
      assertThat(store.verify("activity", LIMIT).differing()).isEmpty();
      assertThat(query(store, "select \"user\" from main.people")).containsExactly(List.of("bob"));
      assertThat(store.answer(new Erased("erasure-0"), LIMIT).events()).isEqualTo(3);
      assertThat(store.status().events()).isEqualTo(2);
      assertThat(store.answer(new Profile(PROJECT, "ada"), LIMIT).person()).isEmpty();
    }
  }

  @Test
  void whatThePersonDoesAfterwardsCountsAgain() {
    log.add("ada", "before").erase("ada").add("ada", "after");
    try (DuckDbStore store = open(config(folder, 1_000))) {
      log.appendTo(store);

      assertThat(query(store, "select name from {events}")).containsExactly(List.of("after"));
      log.erase("ada");
      log.appendTo(store);
      log.add("ada", "again");
      log.appendTo(store);
      assertThat(query(store, "select name from {events}")).containsExactly(List.of("again"));
      assertThat(store.answer(new Profile(PROJECT, "ada"), LIMIT).person())
          .hasValueSatisfying(person -> assertThat(person.count()).isEqualTo(1));
    }
    try (DuckDbStore store = open(config(folder, 1_000))) {
      assertThat(query(store, "select name from {events}")).containsExactly(List.of("again"));
      assertThat(store.answer(new Profile(PROJECT, "ada"), LIMIT).person()).isPresent();
    }
  }

  @Test
  void forgetsWhoseTheDevicesWereUnlessSomebodyElseSaysSo() {
    log.add("phone", "opened").identify("phone", "ada").alias("ada-old", "ada");
    log.add("ada-old", "opened").identify("phone", "bob").erase("ada", "ada-old", "phone");
    log.add("phone", "opened");
    try (DuckDbStore store = open(config(folder, 1_000))) {
      log.appendTo(store);

      // Bob was the second on the phone, and is the first that anybody knows of now.
      assertThat(store.answer(new Profile(PROJECT, "phone"), LIMIT).person())
          .hasValueSatisfying(person -> {
            assertThat(person.ids()).containsExactly("bob", "phone");
            assertThat(person.count()).isEqualTo(2);
          });
      assertThat(query(store, "select count(*) from main.links")).containsExactly(List.of(1L));
    }
  }

  @Test
  void comesToTheSameInWhateverStepsTheLogIsRead() {
    log.fillAtRandom();
    List<List<Object>> expected = List.of();
    for (int way = 0; way < 6; way++) {
      try (DuckDbStore store = open(config(folder.resolve("way" + way), 40))) {
        appendInSteps(store, new SplittableRandom(way));
        List<List<Object>> content = ErasureFixture.content(store);
        if (way == 0) {
          expected = content;
          assertThat(expected).hasSizeGreaterThan(100);
        }
        assertThat(content).containsExactlyInAnyOrderElementsOf(expected);
      }
      try (DuckDbStore store = open(config(folder.resolve("way" + way), 40))) {
        assertThat(ErasureFixture.content(store)).containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  private void appendInSteps(DuckDbStore store, SplittableRandom random) {
    while (log.appendStep(store, random)) {
      assertThat(store.commits().position().logId()).isEqualTo(StoreFixture.LOG);
    }
  }

  @Test
  void afterAKillNothingIsMissingButWhatIsErased() throws Exception {
    log.fillAtRandom();
    Path killed = folder.resolve("killed");
    for (int kill = 1; kill <= 3; kill++) {
      ErasingChild.killAfterSteps(killed, 3 * kill);
      Path copy = folder.resolve("copy" + kill);
      copy(killed, copy);
      try (DuckDbStore store = open(config(copy, 40));
          DuckDbStore other = open(config(folder.resolve("other" + kill), 40))) {
        Positions reached = store.commits().position().positions();
        assertThat(reached).isNotEqualTo(Positions.NONE);
        other.append(log.batch(Positions.NONE, reached));
        assertThat(ErasureFixture.events(other)).containsAll(ErasureFixture.events(store));
        assertSameOnceTheLogIsRead(store, other);
      }
    }
  }

  @Test
  void countsOnceWhatIsErasedBesidePropertiesThatTheEngineDoesNotRead() {
    log.add("ada", "early").add("bob", "early");
    try (DuckDbStore store = open(config(folder, 1_000))) {
      log.appendTo(store);
    }
    log.add("bob", "odd", "{\"b\":\"x\\ud800y\"}").add("ada", "late").erase("ada");
    try (DuckDbStore store = open(config(folder, 1_000))) {
      log.appendTo(store);

      assertThat(store.answer(new Erased("erasure-0"), LIMIT).events()).isEqualTo(2);
      assertThat(store.status().events()).isEqualTo(count(store)).isEqualTo(2);
    }
  }

  @Test
  void goesOnWhereItWasInterrupted() throws Exception {
    for (int i = 0; i < 600; i++) {
      log.add("ada", "early").add("bob", "early").identify("phone", "ada");
    }
    try (DuckDbStore store = open(config(folder, 1_000));
        DuckDbStore other = open(config(folder.resolve("other"), 1_000))) {
      log.appendTo(store);
      log.appendTo(other);
    }
    log.erase("ada");
    try (DuckDbStore other = open(config(folder.resolve("other"), 1_000))) {
      beginErasing();
      try (DuckDbStore store = open(config(folder, 1_000))) {
        assertThat(query(store, "select count(*) from {events} where name = 'early'"))
            .containsExactly(List.of(600L));
        assertThat(store.verify("activity", LIMIT).differing()).isEmpty();
        assertThat(store.status().events()).isEqualTo(600);
        assertSameOnceTheLogIsRead(store, other);
        assertThat(store.answer(new Erased("erasure-0"), LIMIT).events()).isEqualTo(1_200);
        assertThat(query(store, "select count(*) from main.erased_devices"))
            .containsExactly(List.of(0L));
      }
    }
  }

  /** As the store does, and ends before the stretch of the log with the erasure is in the file. */
  private void beginErasing() throws Exception {
    DuckDbConfig config = config(folder, 1_000);
    Generations generations = new Generations(config);
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Session session = new OpenEngine(config, generations::all, new Metrics(), timer).open()) {
      StorePosition position = session.engine().position();
      generations.begin(session.engine().generation() + 1, position);
      generations
          .current()
          .add(
              log.batch(position.positions(), log.end()),
              session.engine().people(),
              session.engine().identities());
      new Erasing(session.engine(), session.views()).begin(generations.current(), () -> {});
    }
  }

  private void assertSameOnceTheLogIsRead(DuckDbStore store, DuckDbStore other) {
    log.appendTo(store);
    log.appendTo(other);
    assertThat(ErasureFixture.content(store))
        .containsExactlyInAnyOrderElementsOf(ErasureFixture.content(other));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void keepsOnlyFingerprintsOfErasedEventsForTheirRetries() {
    log.add("ada", "one").add("ada", "two").add("ada", "three").add("ada", "four");
    log.add("ada", "without a time").erase("ada");
    try (DuckDbStore store = open(config(folder, 1_000))) {
      log.appendTo(store);
      Set<Long> bySent = new HashSet<>();
      Set<Long> withoutSent = new HashSet<>();
      store.identitiesBySent(Long.MIN_VALUE, Long.MAX_VALUE, erased(bySent));
      store.identitiesWithoutSent(Long.MIN_VALUE, Long.MAX_VALUE, erased(withoutSent));

      int partition = log.end().next(0) > 1 ? 0 : 1;
      Fingerprints lasting = Fingerprints.lasting();
      assertThat(bySent).hasSize(4).contains(lasting.of(PROJECT, "id-" + partition + "-0"));
      assertThat(withoutSent).containsExactly(lasting.of(PROJECT, "id-" + partition + "-4"));
      assertThat(count(store)).isZero();
    }
  }

  private static IdentityVisitor erased(Set<Long> into) {
    return new IdentityVisitor() {
      @Override
      public void visit(String project, String id, long time) {
        throw new AssertionError("stored: " + id);
      }

      @Override
      public void visitErased(long fingerprint, long time) {
        into.add(fingerprint);
      }
    };
  }

  @Test
  void findsTheNewestEventsBehindThoseThatAreGone() {
    for (int i = 0; i < 300; i++) {
      log.add("ada", "early");
    }
    log.add("bob", "late").erase("ada");
    try (DuckDbStore store = open(config(folder, 1_000))) {
      log.appendTo(store);

      assertThat(store.newest(PROJECT, 10, null, null))
          .extracting(logged -> logged.event().name())
          .containsExactly("late");
    }
  }

  @Test
  void erasesEventsOfAnEarlierLogWhoseOffsetsWereHigher() {
    for (int i = 0; i < 50; i++) {
      log.add("ada", "early").add("bob", "early");
    }
    ErasureFixture later = new ErasureFixture().add("ada", "later").erase("ada");
    try (DuckDbStore store = open(config(folder, 1_000))) {
      log.appendTo(store);
      store.append(later.batch("log-2", Positions.NONE, later.end()));

      assertThat(count(store)).isEqualTo(50);
      assertThat(store.answer(new Profile(PROJECT, "ada"), LIMIT).person()).isEmpty();
    }
  }

  /** Cells of other shapes than the built-in view's, with a property that few events have. */
  private static final View ODD =
      new View(
          "odd",
          List.of("event_1", "event_2", "event_3"),
          List.of(new Property("plan"), new Property("nothing")),
          true,
          List.of(new View.Numbers(new Property("amount"), true)),
          List.of(new Property("feature")));

  private static final View TOTAL =
      new View(
          "total",
          List.of(),
          List.of(),
          false,
          List.of(new View.Numbers(new Property("amount"), false)),
          List.of());

  /** User of a late event, too. */
  private static final String LATE = StoreFixture.event(7).user();

  private static void eraseLate(DuckDbStore store, long next) {
    Erasure erasure = new Erasure("erasure-late", PROJECT, List.of(LATE), 1, StoreFixture.START);
    store.append(
        new EventBatch(
            List.of(),
            List.of(new LoggedErasure(erasure, 0, next)),
            StoreFixture.LOG,
            Positions.ofNext(next),
            Positions.ofNext(next + 1)));
  }

  private static void assertViewsSayWhatEventsDo(DuckDbStore store) {
    for (View view : List.of(View.ACTIVITY, ODD, TOTAL)) {
      assertThat(store.verify(view.name(), LIMIT).differing()).isEmpty();
    }
  }

  @Test
  void countsAgainOnlyTheCellsThatThePersonWasIn() {
    DuckDbConfig config = StoreFixture.withViews(config(folder, 5_000), List.of(ODD, TOTAL));
    try (DuckDbStore store = open(config)) {
      store.append(StoreFixture.batch(0, 20_000));
    }
    try (DuckDbStore store = open(config)) {
      String rows = "select id from main.view_quarters where minutes > 0 order by id";
      List<List<Object>> before = query(store, rows);
      List<List<Object>> untouched =
          query(
              store,
              """
              select id from main.view_quarters
              where minutes > 0 and view = (select id from main.views where definition like '%%activity%%')
                and (bucket, by0) not in (
                  select make_timestamp(epoch_us(time) // 900000000 * 900000000), name
                  from main.all_events join main.people using (number) where "user" = '%s')
              order by id
              """
                  .formatted(LATE));
      eraseLate(store, 20_000);

      assertThat(untouched).hasSizeGreaterThan(300);
      assertThat(query(store, rows)).containsAll(untouched).isNotEqualTo(before);
      assertThat(store.answer(new Erased("erasure-late"), LIMIT).events()).isGreaterThan(10);
      assertViewsSayWhatEventsDo(store);
    }
  }

  @Test
  void viewsThatAreBuiltMeanwhileHaveNothingOfThePerson() throws InterruptedException {
    DuckDbConfig config = config(folder, 5_000);
    try (DuckDbStore store = open(config)) {
      store.append(StoreFixture.batch(0, 20_000));
    }
    try (DuckDbStore store = open(StoreFixture.withViews(config, List.of(ODD, TOTAL)))) {
      eraseLate(store, 20_000);
      while (store.hasViewWork()) {
        Thread.sleep(5);
      }
      assertViewsSayWhatEventsDo(store);
    }
  }
}

package dev.millrace.store.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonRowsTest {
  private record Row(int person, long time, int partition, int place, int code, int group) {}

  @ParameterizedTest
  @CsvSource({"1, 1, 10", "2, 1000, 10", "3, 5000, 1", "4, 20000, 300", "5, 90000, 70", "6, 0, 3"})
  void handsOverEveryonesEventsInOrderThoughMemoryIsSmall(long seed, int count, int people) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Places wrap around, as the last bits of a large offset do.
      all.add(
          new Row(
              random.nextInt(people),
              random.nextLong(count / 4 + 1),
              random.nextInt(3),
              Integer.MAX_VALUE - count / 2 + i,
              random.nextInt(100),
              random.nextInt(5)));
    }
    TreeMap<Integer, List<Row>> byHand = new TreeMap<>();
    all.forEach(row -> byHand.computeIfAbsent(row.person, _ -> new ArrayList<>()).add(row));
    byHand
        .values()
        .forEach(
            rows -> rows.sort(Comparator.comparingLong(Row::time).thenComparing(Row::partition)));

    int limit = Math.max(10_000, count / 3);
    TreeMap<Integer, List<Row>> found = new TreeMap<>();
    collect(all, limit, 1, 0, found);
    assertThat(codes(found)).isEqualTo(codes(byHand));
  }

  @Test
  void refusesAPersonWhoDoesNotFit() {
    try (PersonRows rows = new PersonRows(640, 1, 0)) {
      PersonRows.Filler filler = rows.take();
      for (int i = 0; i < 640; i++) {
        filler.add(i, (long) i << 32, 0);
      }
      assertThatThrownBy(() -> filler.add(641, 641L << 32, 0))
          .isInstanceOf(IllegalStateException.class);
      assertThat(rows.isOverfull()).isTrue();
    }
  }

  /** Whom one thread has seen. */
  private static final class Visited implements Consumer<Timeline> {
    private final Map<Integer, List<Row>> people = new HashMap<>();

    @Override
    public void accept(Timeline timeline) {
      List<Row> own = new ArrayList<>();
      for (int i = 0; i < timeline.size(); i++) {
        own.add(
            new Row(
                timeline.person(), timeline.time(i), 0, 0, timeline.code(i), timeline.group(i)));
      }
      assertThat(people.put(timeline.person(), own)).isNull();
    }

    void add(Visited other) {
      other.people.forEach((person, own) -> assertThat(people.put(person, own)).isNull());
    }
  }

  /** Some at a time, on several threads. */
  private static void fill(PersonRows rows, List<Row> all) {
    IntStream.rangeClosed(0, all.size() / 50)
        .parallel()
        .forEach(i -> {
          PersonRows.Filler filler = rows.take();
          for (Row row : all.subList(50 * i, Math.min(50 * (i + 1), all.size()))) {
            if (!filler.takes(row.person)) {
              continue;
            }
            filler.add(
                row.time,
                (long) (row.place & Integer.MAX_VALUE) << 32 | row.person,
                (long) row.partition << 48 | (long) row.group << 32 | row.code);
          }
          rows.giveBack(filler);
        });
  }

  /** Again and again for those who were given up. */
  private static void collect(
      List<Row> all, int limit, int modulus, int remainder, TreeMap<Integer, List<Row>> found) {
    int reached;
    try (PersonRows rows = new PersonRows(limit, modulus, remainder)) {
      fill(rows, all);
      rows.collect(Visited::new, Visited::add)
          .people
          .forEach((person, own) -> assertThat(found.put(person, own)).isNull());
      reached = rows.modulus();
    }
    for (int m = modulus; m < reached; m *= 2) {
      collect(all, limit, 2 * m, remainder + m, found);
    }
  }

  private static List<String> codes(TreeMap<Integer, List<Row>> people) {
    List<String> codes = new ArrayList<>();
    people.forEach((person, rows) ->
        rows.forEach(row -> codes.add(person + " " + row.time + " " + row.code + " " + row.group)));
    return codes;
  }
}

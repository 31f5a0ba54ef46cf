package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class PeopleByKeyTest {
  @Test
  void keepsTheSetOfEachKey() {
    SplittableRandom random = new SplittableRandom(1);
    List<Long> keys = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      keys.add(random.nextLong() | 1);
    }
    PeopleByKey people = new PeopleByKey();
    Map<Long, RoaringBitmap> byHand = new HashMap<>();
    for (int i = 0; i < 400_000; i++) {
      // Some keys have most of the numbers, and many of them twice.
      long key = keys.get(Math.min(random.nextInt(1_000), random.nextInt(1_000)));
      int number = random.nextInt(20_000);
      people.add(key, number);
      byHand.computeIfAbsent(key, _ -> new RoaringBitmap()).add(number);
    }

    assertThat(people.isOverfull()).isFalse();
    byHand.forEach((key, set) -> assertThat(people.people(key)).isEqualTo(set));
    assertThat(people.people(keys.getFirst() + 2)).isEqualTo(new RoaringBitmap());
  }

  @Test
  void holdsManyEventsOfFewPeople() {
    PeopleByKey people = new PeopleByKey();
    for (int i = 0; i < 10_000_000; i++) {
      people.add(1, i % 50_000);
    }

    assertThat(people.isOverfull()).isFalse();
    assertThat(people.people(1).getLongCardinality()).isEqualTo(50_000);
  }

  @Test
  void givesUpWhatTakesTooMuchMemory() {
    PeopleByKey people = new PeopleByKey();
    for (long key = 1; key < 2_000_000; key += 2) {
      people.add(key << 32 | 1, 7);
    }

    assertThat(people.isOverfull()).isTrue();
  }
}

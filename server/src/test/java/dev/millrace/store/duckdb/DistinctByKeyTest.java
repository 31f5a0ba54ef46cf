package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DistinctByKeyTest {
  private static final long LIMIT = 4L << 20;

  @Test
  void keepsTheValuesOfEachKey() {
    SplittableRandom random = new SplittableRandom(1);
    List<Long> keys = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      keys.add(random.nextLong() | 1);
    }
    DistinctByKey values = new DistinctByKey(LIMIT);
    Map<Long, Set<Integer>> byHand = new HashMap<>();
    for (int i = 0; i < 400_000; i++) {
      long key = keys.get(Math.min(random.nextInt(1_000), random.nextInt(1_000)));
      // Not negative, so never the token that stands for none.
      int token = random.nextInt(20_000) << 6;
      values.add(key, token);
      byHand.computeIfAbsent(key, _ -> new HashSet<>()).add(token);
    }

    assertThat(values.isOverfull()).isFalse();
    byHand.forEach((key, set) -> {
      DistinctCell found = Objects.requireNonNull(values.take(key));
      assertThat(found.count()).isEqualTo(set.size());
    });
    assertThat(values.take(keys.getFirst())).isNull();
    assertThat(values.take(keys.getFirst() + 2)).isNull();
  }

  @Test
  void holdsAnyNumberOfValuesOfFewKeys() {
    DistinctByKey values = new DistinctByKey(LIMIT);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 5_000_000; i++) {
      values.add(((long) i % 100) << 32 | 1, random.nextInt(Integer.MAX_VALUE));
    }

    assertThat(values.isOverfull()).isFalse();
  }

  @Test
  void givesUpWhatTakesTooMuchMemory() {
    DistinctByKey values = new DistinctByKey(LIMIT);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000_000; i++) {
      values.add(((long) i % 2_000) << 32 | 1, random.nextInt(Integer.MAX_VALUE));
    }

    assertThat(values.isOverfull()).isTrue();
  }
}

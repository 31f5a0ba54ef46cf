package dev.millrace.store.fold;

import dev.millrace.store.Lifecycle;
import dev.millrace.store.Retention;
import dev.millrace.store.Retention.Cohort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/** Answers about people who come back, from the sets of those who were there in each bucket. */
public final class PeopleAlgebra {
  private PeopleAlgebra() {}

  /** The number of people who are in 1, 2, … of the sets. */
  public static List<Long> inHowMany(List<RoaringBitmap> active) {
    int last =
        active.stream()
            .filter(set -> !set.isEmpty())
            .mapToInt(RoaringBitmap::last)
            .max()
            .orElse(-1);
    int[] counts = new int[last + 1];
    IntConsumer increment = person -> counts[person]++;
    active.forEach(set -> set.forEach(increment));
    Long[] people = new Long[active.size()];
    Arrays.fill(people, 0L);
    for (int count : counts) {
      if (count > 0) {
        people[count - 1]++;
      }
    }
    return List.of(people);
  }

  /**
   * What becomes of people from each bucket to the next.
   *
   * @param before who was active earlier than all buckets
   */
  public static List<Lifecycle.Stage> stages(RoaringBitmap before, List<RoaringBitmap> active) {
    RoaringBitmap seen = RoaringBitmap.or(before, active.getFirst());
    List<Lifecycle.Stage> stages = new ArrayList<>();
    for (int bucket = 1; bucket < active.size(); bucket++) {
      RoaringBitmap previous = active.get(bucket - 1);
      RoaringBitmap now = active.get(bucket);
      long returning = RoaringBitmap.andCardinality(previous, now);
      long newcomers = RoaringBitmap.andNotCardinality(now, seen);
      stages.add(
          new Lifecycle.Stage(
              newcomers,
              returning,
              now.getLongCardinality() - returning - newcomers,
              previous.getLongCardinality() - returning));
      seen.or(now);
    }
    return stages;
  }

  /**
   * The cohorts of everybody, and how many come back.
   *
   * @param firsts who did the first step, by bucket
   * @param returns who did the returning step, by bucket, and last of all later than all buckets
   * @param before who did the first step earlier than all buckets, if that excludes them
   */
  public static List<Cohort> cohorts(
      Retention retention,
      List<RoaringBitmap> firsts,
      List<RoaringBitmap> returns,
      @Nullable RoaringBitmap before) {
    List<RoaringBitmap> back = retention.rolling() ? fromThenOn(returns) : returns;
    RoaringBitmap seen = before == null ? new RoaringBitmap() : before.clone();
    int slots = retention.buckets().size();
    List<Cohort> cohorts = new ArrayList<>();
    for (int bucket = 0; bucket < firsts.size(); bucket++) {
      RoaringBitmap cohort = firsts.get(bucket);
      if (before != null) {
        cohort = RoaringBitmap.andNot(cohort, seen);
        seen.or(firsts.get(bucket));
      }
      if (cohort.isEmpty()) {
        continue;
      }
      List<Long> people = new ArrayList<>();
      for (int period = 0; period < retention.periods(); period++) {
        int slot = bucket + period;
        people.add(slot < slots ? (long) RoaringBitmap.andCardinality(cohort, back.get(slot)) : 0L);
      }
      cohorts.add(new Cohort(0, bucket, cohort.getLongCardinality(), people));
    }
    return cohorts;
  }

  private static List<RoaringBitmap> fromThenOn(List<RoaringBitmap> sets) {
    List<RoaringBitmap> later = new ArrayList<>(sets);
    for (int i = sets.size() - 2; i >= 0; i--) {
      later.set(i, RoaringBitmap.or(sets.get(i), later.get(i + 1)));
    }
    return later;
  }
}

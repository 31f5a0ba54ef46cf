package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.store.Filter;
import dev.millrace.store.View;
import dev.millrace.store.duckdb.FileChanges.Span;
import dev.millrace.store.duckdb.KeptBuckets.GroupCell;
import dev.millrace.store.duckdb.KeptBuckets.Question;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptBucketsTest {
  private static final Question QUESTION =
      new Question(Layout.ON_TIME, "shop", View.ACTIVITY, Filter.EVERYTHING);
  private static final Span FIRST = new Span(0, 60);
  private static final Span SECOND = new Span(60, 120);

  private final FileChanges changes = new FileChanges();
  private final KeptBuckets buckets = new KeptBuckets(1 << 20, changes);

  private void keepBoth(long change) {
    Map<Span, List<GroupCell>> both = new HashMap<>();
    both.put(FIRST, List.of(new GroupCell(List.of(), new ViewCell(View.ACTIVITY))));
    both.put(SECOND, List.of());
    buckets.keep(QUESTION, change, both);
  }

  @Test
  void staysWhenOtherTimesAreTouched() {
    keepBoth(1);
    changes.note(2, Layout.ON_TIME, new Span(120, 130));
    changes.note(3, Layout.LATE, Span.ALWAYS);
    changes.note(4, Layout.ON_TIME, Span.NEVER);
    assertThat(buckets.find(QUESTION, 4)).containsOnlyKeys(FIRST, SECOND);
  }

  @Test
  void goesWhenItsTimeIsTouched() {
    keepBoth(1);
    changes.note(2, Layout.ON_TIME, new Span(119, 130));
    assertThat(buckets.find(QUESTION, 1)).containsOnlyKeys(FIRST, SECOND);
    assertThat(buckets.find(QUESTION, 2)).containsOnlyKeys(FIRST);
    changes.note(3, Layout.ON_TIME, Span.ALWAYS);
    assertThat(buckets.find(QUESTION, 3)).isEmpty();
  }

  @Test
  void isNotForWhoSeesAnOlderFile() {
    keepBoth(5);
    assertThat(buckets.find(QUESTION, 4)).isEmpty();
    buckets.keep(QUESTION, 4, Map.of());
    assertThat(buckets.find(QUESTION, 5)).containsOnlyKeys(FIRST, SECOND);
  }

  @Test
  void goesWhenChangesAreForgotten() {
    keepBoth(1);
    for (int change = 2; change <= 1_026; change++) {
      changes.note(change, Layout.LATE, Span.NEVER);
    }
    assertThat(buckets.find(QUESTION, 1_026)).isEmpty();
  }

  @Test
  void isWantedTheSecondTimeUnlessThereAreTooMany() {
    assertThat(buckets.isWanted(QUESTION)).isFalse();
    assertThat(buckets.isWanted(QUESTION)).isTrue();
    buckets.haveTooMany(QUESTION);
    assertThat(buckets.isWanted(QUESTION)).isFalse();
  }
}

package dev.millrace.live;

import dev.millrace.store.Answer;
import dev.millrace.store.Answer.Group;
import dev.millrace.store.Answer.Row;
import dev.millrace.store.Buckets;
import dev.millrace.store.Commits;
import dev.millrace.store.Measure;
import dev.millrace.store.NoStore;
import dev.millrace.store.Plan;
import dev.millrace.store.StorePosition;
import dev.millrace.store.Trend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A store of events that are computed from the clock instead of kept: a day curve, features and
 * names of unequal weight. The same trend always has the same answer. What it throws and how large
 * its numbers are can be changed while it runs.
 */
final class SimulatedStore extends NoStore {
  private static final long SECOND = 1_000_000;
  private static final double DAY = 86_400.0 * SECOND;
  private static final List<String> FEATURES =
      List.of("search", "dashboard", "export", "share", "comment", "filter", "upload", "invite");
  private static final List<String> NAMES =
      List.of("feature_used", "page_viewed", "logged_out", "signed_up", "purchase");

  final Commits commits = new Commits(StorePosition.START);
  final AtomicInteger asked = new AtomicInteger();
  final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  final AtomicInteger perSecond = new AtomicInteger(480);

  @Override
  public Commits commits() {
    return commits;
  }

  @Override
  public <A> A answer(Plan<A> plan, Duration timeLimit) {
    return plan.answerType().cast(answer((Trend) plan));
  }

  private Answer answer(Trend trend) {
    asked.incrementAndGet();
    RuntimeException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
    boolean grouped = !trend.by().isEmpty();
    List<String> values =
        grouped && trend.by().getFirst().text().equals("feature") ? FEATURES : NAMES;
    List<Group> groups = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    if (grouped) {
      values.forEach(value -> groups.add(new Group(List.of(value), false)));
      groups.add(new Group(List.of("other"), true));
    } else {
      groups.add(new Group(List.of(), false));
    }
    Buckets buckets = trend.buckets();
    for (int bucket = 0; bucket < buckets.size(); bucket++) {
      long start = Math.max(buckets.start(bucket), buckets.from());
      long end = bucket + 1 < buckets.size() ? buckets.start(bucket + 1) : buckets.to();
      for (int group = 0; group < groups.size(); group++) {
        double share = grouped ? .45 / (group + 1) : 1;
        rows.add(new Row(bucket, group, measures(trend, Math.round(events(start, end) * share))));
      }
    }
    return new Answer(groups, rows, 0, 0);
  }

  private static List<@Nullable Number> measures(Trend trend, long count) {
    List<@Nullable Number> numbers = new ArrayList<>();
    for (Measure measure : trend.measures()) {
      numbers.add(measure instanceof Measure.Count ? count : Math.round(Math.pow(count, .82)));
    }
    return numbers;
  }

  private double events(long from, long to) {
    double middle = (from + to) / 2.0;
    double curve = 1 + .55 * Math.sin(2 * Math.PI * middle / DAY - 1.9);
    long second = from / SECOND;
    double noise = 1 + .22 * Math.sin(second * 1.7) * Math.sin(second * .31 + 1);
    return perSecond.get() * curve * noise * (to - from) / SECOND;
  }
}

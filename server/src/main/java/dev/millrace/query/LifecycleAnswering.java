package dev.millrace.query;

import dev.millrace.store.Buckets;
import dev.millrace.store.Lifecycle;
import dev.millrace.store.Selection;
import dev.millrace.store.Trend;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers what becomes of people. Only whole buckets can be compared with each other, so the range
 * begins with the bucket that holds its start.
 */
final class LifecycleAnswering {
  private static final List<String> COLUMNS =
      List.of("time", "new", "returning", "resurrecting", "dormant");

  private LifecycleAnswering() {}

  static Found answer(Asking asking, LifecycleQuestion question) {
    Period asked = Period.of(question.basis(), asking.now());
    Calendar calendar = new Calendar(question.every(), asked.zone());
    Period period = new Period(calendar.start(asked.from()), asked.to(), asked.zone());
    // The bucket before the first is compared with it.
    Period read = new Period(calendar.start(period.from() - 1), period.to(), period.zone());
    Buckets buckets = asking.buckets(question.every(), read, 1);
    Selection selection = asking.selection(question.basis());
    Trend.Source source =
        ViewCoverage.ofPeople(
            asking, question.basis(), buckets, List.of(), List.of(selection.filter()));
    Lifecycle.Stages found = asking.run(new Lifecycle(selection, source, buckets));
    List<Lifecycle.Stage> stages = found.buckets();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      Lifecycle.Stage stage = stages.get(i);
      List<@Nullable Object> row = new ArrayList<>();
      row.add(Times.text(buckets.start(i + 1), period.zone()));
      row.add(stage.newcomers());
      row.add(stage.returning());
      row.add(stage.resurrecting());
      row.add(stage.dormant());
      rows.add(row);
    }
    return Found.exact(COLUMNS, rows, period, source, found.rowsScanned());
  }
}

package dev.millrace.query;

import dev.millrace.store.Buckets;
import dev.millrace.store.Property;
import dev.millrace.store.Selection;
import dev.millrace.store.Stickiness;
import dev.millrace.store.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers on how many days people are active. */
final class StickinessAnswering {
  private StickinessAnswering() {}

  static Found answer(Asking asking, StickinessQuestion question) {
    Period period = Period.of(question.basis(), asking.now());
    int groups = question.by().isEmpty() ? 1 : question.limit() + 1;
    Buckets buckets = asking.buckets(question.every(), period, groups);
    Selection selection = asking.selection(question.basis());
    Trend.Source source =
        ViewCoverage.ofPeople(
            asking, question.basis(), buckets, question.by(), List.of(selection.filter()));
    Stickiness.Days days =
        asking.run(new Stickiness(selection, source, buckets, question.by(), question.limit()));
    List<String> columns =
        Stream.concat(
                question.by().stream().map(Property::text),
                Stream.of(question.every().text() + "s", "people"))
            .toList();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int group = 0; group < days.groups().size(); group++) {
      for (int number = 1; number <= buckets.size(); number++) {
        List<@Nullable Object> row = Grid.values(days.groups().get(group));
        row.add((long) number);
        row.add(days.people().get(group).get(number - 1));
        rows.add(row);
      }
    }
    return Found.exact(columns, rows, period, source, days.rowsScanned()).ofGroups(days.groups());
  }
}

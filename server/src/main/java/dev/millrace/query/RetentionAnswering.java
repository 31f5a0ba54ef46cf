package dev.millrace.query;

import static dev.millrace.query.Words.invalid;

import dev.millrace.store.Answer;
import dev.millrace.store.Buckets;
import dev.millrace.store.Property;
import dev.millrace.store.Retention;
import dev.millrace.store.Retention.Cohort;
import dev.millrace.store.Selection;
import dev.millrace.store.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers retention. Cohorts are whole buckets, so the range begins with the bucket that holds its
 * start.
 */
final class RetentionAnswering {
  private final Asking asking;
  private final RetentionQuestion question;
  private final Calendar calendar;
  private final Period period;

  /** When the bucket after the current one begins. */
  private final long nowEnd;

  private RetentionAnswering(Asking asking, RetentionQuestion question) {
    this.asking = asking;
    this.question = question;
    Period asked = Period.of(question.basis(), asking.now());
    this.calendar = new Calendar(question.every(), asked.zone());
    this.period = new Period(calendar.start(asked.from()), asked.to(), asked.zone());
    this.nowEnd = calendar.plus(calendar.start(Times.micros(asking.now())), 1);
  }

  static Found answer(Asking asking, RetentionQuestion question) {
    return new RetentionAnswering(asking, question).answer();
  }

  private Found answer() {
    List<String> columns =
        Stream.concat(
                question.by().stream().map(Property::text),
                Stream.of("cohort", "size", "period", "people", "rate"))
            .toList();
    if (period.from() >= nowEnd) {
      // All of it lies in the future.
      return Found.exact(columns, List.of(), period, 0);
    }
    Retention plan = plan();
    Retention.Cohorts found = asking.run(plan);
    return Found.exact(columns, rows(plan, found), period, plan.source(), found.rowsScanned())
        .ofGroups(found.groups());
  }

  private Retention plan() {
    long lastCohort = calendar.start(period.to() - 1);
    long end = Math.min(calendar.plus(lastCohort, question.periods()), nowEnd);
    int groups = question.by().isEmpty() ? 1 : question.limit() + 1;
    long cells =
        Buckets.estimate(question.every(), period.from(), end) * question.periods() * groups;
    if (cells > asking.config().maxRows()) {
      throw invalid(
          "every: "
              + question.every().text()
              + " gives more than the "
              + asking.config().maxRows()
              + " rows that an answer may have",
          "ask for wider buckets, a shorter range, fewer periods or a smaller limit");
    }
    Basis basis = question.basis();
    Selection selection = asking.selection(basis);
    Step first = question.first().resolved(asking, basis);
    Step returning = question.returning().resolved(asking, basis);
    Buckets buckets = Buckets.of(question.every(), period.zone(), period.from(), end);
    return new Retention(
        selection,
        ViewCoverage.ofPeople(
            asking,
            basis,
            buckets,
            question.by(),
            List.of(selection.filter(), first.filter(), returning.filter())),
        buckets,
        Math.min(period.to(), end),
        question.rolling() ? Math.max(end, nowEnd) : end,
        first,
        returning,
        question.firstTime(),
        question.rolling(),
        question.periods(),
        question.by(),
        question.limit());
  }

  /** Every cohort of every group, and every period that has begun. */
  private List<List<@Nullable Object>> rows(Retention plan, Retention.Cohorts found) {
    record Key(int group, int bucket) {}
    Map<Key, Cohort> cohorts = new HashMap<>();
    found
        .cohorts()
        .forEach(cohort -> cohorts.put(new Key(cohort.group(), cohort.bucket()), cohort));
    Buckets buckets = plan.buckets();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int group = 0; group < found.groups().size(); group++) {
      for (int bucket = 0; bucket < buckets.size() && buckets.start(bucket) < plan.to(); bucket++) {
        Cohort none = new Cohort(group, bucket, 0, Collections.nCopies(question.periods(), 0L));
        Cohort cohort = cohorts.getOrDefault(new Key(group, bucket), none);
        for (int i = 0; i < question.periods() && bucket + i < buckets.size(); i++) {
          rows.add(row(found.groups().get(group), buckets.start(bucket), cohort, i));
        }
      }
    }
    return rows;
  }

  private List<@Nullable Object> row(Answer.Group group, long start, Cohort cohort, int number) {
    List<@Nullable Object> row = Grid.values(group);
    row.add(Times.text(start, period.zone()));
    row.add(cohort.size());
    row.add((long) number);
    row.add(cohort.people().get(number));
    row.add(Ratio.of(cohort.people().get(number), cohort.size()));
    return row;
  }
}

package dev.millrace.query;

import static dev.millrace.query.Words.invalid;

import dev.millrace.store.Buckets;
import dev.millrace.store.Every;
import dev.millrace.store.Filter;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import dev.millrace.store.Trend;
import dev.millrace.store.Trend.Source;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** Turns a question and the moment that it is asked at into a plan. Pure. */
final class Planner {
  /** Buckets that a chart shows well. */
  private static final int FEW = 30;

  private static final int MANY = 200;

  private static final List<Every> COARSE_FIRST =
      List.of(
          Every.MONTH,
          Every.WEEK,
          Every.DAY,
          Every.HOUR,
          Every.QUARTER_HOUR,
          Every.MINUTE,
          Every.SECOND);

  private static final Instant FIRST = year(1);
  private static final Instant LAST = year(9999);

  private final int maxRows;

  Planner(int maxRows) {
    this.maxRows = maxRows;
  }

  /**
   * @param exact whether people must be counted exactly
   */
  Trend plan(String project, Question question, Instant now, boolean exact) {
    ZoneId zone = question.timezone();
    long from = micros("from", question.from(), now, zone);
    long to = micros("to", question.to(), now, zone);
    if (from >= to) {
      throw invalid(
          "from: " + Times.text(from, zone) + " is not before to, which is " + Times.text(to, zone),
          "to is exclusive and is now unless given");
    }
    Every every = question.every() == null ? chosen(from, to) : question.every();
    Buckets buckets = buckets(question, every, from, to);
    return new Trend(
        project,
        source(question, buckets, exact),
        buckets,
        question.events(),
        resolved(question.where(), now, zone),
        question.by(),
        question.limit(),
        question.measures(),
        exact);
  }

  /** The question of how many events a plan is about, answered from the same source. */
  static Trend size(Trend trend) {
    Buckets range = trend.buckets();
    return new Trend(
        trend.project(),
        trend.source(),
        Buckets.of(Every.NONE, range.zone(), range.from(), range.to()),
        trend.events(),
        trend.filter(),
        List.of(),
        trend.limit(),
        List.of(new Measure.Count("count")),
        true);
  }

  /** The width that gives 30 to 200 buckets, or as near to that as there is; coarse rather. */
  static Every chosen(long from, long to) {
    Every best = Every.MONTH;
    double smallest = Double.MAX_VALUE;
    for (Every every : COARSE_FIRST) {
      double count = (double) (to - from) / every.micros();
      double miss = Math.max(Math.max(FEW / count, count / MANY), 1);
      if (miss < smallest) {
        smallest = miss;
        best = every;
      }
    }
    return best;
  }

  private Buckets buckets(Question question, Every every, long from, long to) {
    long groups = question.by().isEmpty() ? 1 : question.limit() + 1L;
    long estimate = Buckets.estimate(every, from, to);
    if (estimate > maxRows / groups) {
      throw invalid(
          "every: "
              + every.text()
              + " gives "
              + estimate
              + " buckets"
              + (groups == 1 ? "" : " for each of up to " + groups + " groups")
              + ", more than the "
              + maxRows
              + " rows that an answer may have",
          "ask for wider buckets, a shorter range, or a smaller limit");
    }
    return Buckets.of(every, question.timezone(), from, to);
  }

  /** The view has count and people by quarter of an hour and name, and nothing else. */
  private static Source source(Question question, Buckets buckets, boolean exact) {
    boolean covered =
        question.source() == Question.Source.CHEAPEST
            && question.measures().stream().allMatch(measure -> isInActivity(measure, exact))
            && question.by().stream().allMatch(Property.NAME::equals)
            && isOnlyOfNames(question.where())
            && buckets.consistOf(Trend.GRAIN);
    if (!covered) {
      return Source.EVENTS;
    }
    long innerFrom = Trend.innerFrom(buckets.from());
    long innerTo = Trend.innerTo(buckets.to());
    if (innerFrom >= innerTo) {
      return Source.EVENTS;
    }
    return innerFrom == buckets.from() && innerTo == buckets.to()
        ? Source.ACTIVITY
        : Source.ACTIVITY_AND_EVENTS;
  }

  private static boolean isInActivity(Measure measure, boolean exact) {
    return switch (measure) {
      case Measure.Count _ -> true;
      case Measure.People _, Measure.PerUser _ -> !exact;
      case Measure.Distinct _, Measure.Aggregate _ -> false;
    };
  }

  private static boolean isOnlyOfNames(Filter filter) {
    return switch (filter) {
      case Filter.All(List<Filter> filters) -> filters.stream().allMatch(Planner::isOnlyOfNames);
      case Filter.Any(List<Filter> filters) -> filters.stream().allMatch(Planner::isOnlyOfNames);
      case Filter.Test test -> test.property().equals(Property.NAME);
    };
  }

  /** The filter with its moments as microseconds. */
  private static Filter resolved(Filter filter, Instant now, ZoneId zone) {
    return switch (filter) {
      case Filter.All(List<Filter> filters) ->
          new Filter.All(filters.stream().map(each -> resolved(each, now, zone)).toList());
      case Filter.Any(List<Filter> filters) ->
          new Filter.Any(filters.stream().map(each -> resolved(each, now, zone)).toList());
      case Filter.Test test -> {
        List<Object> values =
            test.values().stream()
                .map(value ->
                    value instanceof Moment moment ? micros("where", moment, now, zone) : value)
                .toList();
        yield new Filter.Test(test.property(), test.operator(), values);
      }
    };
  }

  private static long micros(String field, Moment moment, Instant now, ZoneId zone) {
    Instant instant;
    try {
      instant = moment.resolve(now, zone);
    } catch (DateTimeException | ArithmeticException _) {
      throw invalid(field + ": this time is outside of the calendar", Moment.FORMS);
    }
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw invalid(field + ": this time is outside of the years 1 to 9999", Moment.FORMS);
    }
    return Times.micros(instant);
  }

  private static Instant year(int year) {
    return LocalDateTime.of(year, 1, 2, 0, 0).toInstant(ZoneOffset.UTC);
  }
}

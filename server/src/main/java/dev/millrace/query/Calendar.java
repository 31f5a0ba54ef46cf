package dev.millrace.query;

import dev.millrace.store.Buckets;
import dev.millrace.store.Every;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** Whole days, weeks or months of a timezone. Times are microseconds. */
record Calendar(Every every, ZoneId zone) {

  /** When the bucket begins that the time is in. */
  long start(long time) {
    return Buckets.of(every, zone, time, time + 1).start(0);
  }

  /** When the bucket begins that is so many after the one that begins at the time. */
  long plus(long start, long buckets) {
    LocalDate day = ZonedDateTime.ofInstant(Times.instant(start), zone).toLocalDate();
    LocalDate other =
        switch (every) {
          case WEEK -> day.plusWeeks(buckets);
          case MONTH -> day.plusMonths(buckets);
          default -> day.plusDays(buckets);
        };
    return Times.micros(other.atStartOfDay(zone).toInstant());
  }
}

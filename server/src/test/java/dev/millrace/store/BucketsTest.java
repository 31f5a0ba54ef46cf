package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.store.Buckets.Stretch;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {

  @Test
  void beginsWhereTheBucketThatHoldsFromBegins() {
    assertThat(starts(Every.HOUR, "UTC", "2026-03-01T10:07:00Z", "2026-03-01T12:00:00Z"))
        .containsExactly("2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z");
    assertThat(starts(Every.WEEK, "UTC", "2026-03-01T10:07:00Z", "2026-03-02T00:00:00.000001Z"))
        .containsExactly("2026-02-23T00:00:00Z", "2026-03-02T00:00:00Z");
    assertThat(starts(Every.MONTH, "UTC", "2026-02-28T10:07:00Z", "2026-04-01T00:00:00Z"))
        .containsExactly("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
    assertThat(starts(Every.NONE, "UTC", "2026-02-28T10:07:00Z", "2026-04-01T00:00:00Z"))
        .containsExactly("2026-02-28T10:07:00Z");
  }

  @Test
  void daysHave23And25HoursWhenTheClockChanges() {
    assertThat(starts(Every.DAY, "Europe/Berlin", "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z"))
        .containsExactly(
            "2026-03-27T23:00:00Z",
            "2026-03-28T23:00:00Z",
            "2026-03-29T22:00:00Z",
            "2026-03-30T22:00:00Z");
    assertThat(starts(Every.DAY, "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-26T00:00:00Z"))
        .containsExactly("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
  }

  @Test
  void hoursThatTheClockShowsTwiceAreTwoBuckets() {
    assertThat(starts(Every.HOUR, "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-25T03:00:00Z"))
        .containsExactly("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z");
  }

  @Test
  void aChangeByHalfAnHourCutsAnHour() {
    assertThat(
            starts(
                Every.HOUR, "Australia/Lord_Howe", "2026-04-04T14:00:00Z", "2026-04-04T16:00:00Z"))
        .containsExactly("2026-04-04T14:00:00Z", "2026-04-04T15:00:00Z", "2026-04-04T15:30:00Z");
  }

  @Test
  void aDateThatTheZoneSkipsHasNoBucket() {
    assertThat(starts(Every.DAY, "Pacific/Apia", "2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z"))
        .containsExactly("2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z");
  }

  @Test
  void aDateThatIsInterruptedByTheNextIsOneBucket() {
    Buckets buckets =
        buckets(Every.DAY, "America/St_Johns", "2010-11-06T12:00:00Z", "2010-11-07T12:00:00Z");
    assertThat(buckets.size()).isEqualTo(2);
    assertThat(bucket(buckets, "2010-11-07T02:29:00Z")).isZero();
    assertThat(bucket(buckets, "2010-11-07T02:30:30Z")).isEqualTo(1);
    assertThat(bucket(buckets, "2010-11-07T02:31:00Z")).isZero();
    assertThat(bucket(buckets, "2010-11-07T03:30:00Z")).isEqualTo(1);
  }

  @Test
  void stretchesCoverTheRangeWithoutGaps() {
    for (Every every : Every.values()) {
      Buckets buckets =
          buckets(every, "Europe/Berlin", "2026-10-24T21:59:59Z", "2026-10-25T02:00:01Z");
      long at = buckets.from();
      for (Stretch stretch : buckets.stretches()) {
        assertThat(stretch.from()).isEqualTo(at);
        assertThat(stretch.base()).isLessThanOrEqualTo(stretch.from());
        at = stretch.until();
      }
      assertThat(at).isEqualTo(buckets.to());
    }
  }

  @Test
  void knowsWhetherQuartersOfAnHourFit() {
    String from = "2026-10-24T21:59:59Z";
    String to = "2026-10-26T02:00:01Z";
    assertThat(buckets(Every.HOUR, "Asia/Kolkata", from, to).consistOf(Trend.GRAIN)).isTrue();
    assertThat(buckets(Every.DAY, "Asia/Kathmandu", from, to).consistOf(Trend.GRAIN)).isTrue();
    assertThat(buckets(Every.MONTH, "Europe/Berlin", from, to).consistOf(Trend.GRAIN)).isTrue();
    assertThat(buckets(Every.NONE, "UTC", from, to).consistOf(Trend.GRAIN)).isTrue();
    assertThat(buckets(Every.MINUTE, "UTC", from, to).consistOf(Trend.GRAIN)).isFalse();
    assertThat(buckets(Every.DAY, "+01:07", from, to).consistOf(Trend.GRAIN)).isFalse();
  }

  @Test
  void refusesAnEmptyRange() {
    assertThatThrownBy(
            () -> buckets(Every.DAY, "UTC", "2026-10-24T00:00:00Z", "2026-10-24T00:00:00Z"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int bucket(Buckets buckets, String time) {
    long micros = micros(time);
    return buckets.stretches().stream()
        .filter(stretch -> micros >= stretch.from() && micros < stretch.until())
        .findFirst()
        .orElseThrow()
        .bucket(micros);
  }

  private static List<String> starts(Every every, String zone, String from, String to) {
    Buckets buckets = buckets(every, zone, from, to);
    return IntStream.range(0, buckets.size())
        .mapToObj(i -> Instant.EPOCH.plus(buckets.start(i), ChronoUnit.MICROS).toString())
        .toList();
  }

  private static Buckets buckets(Every every, String zone, String from, String to) {
    return Buckets.of(every, ZoneId.of(zone), micros(from), micros(to));
  }

  private static long micros(String time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
  }
}

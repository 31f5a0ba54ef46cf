package dev.millrace.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTimeTest {
  private static final long RECEIVED = micros("2026-11-24T06:00:00Z");

  private static long micros(String instant) {
    Instant parsed = Instant.parse(instant);
    return parsed.getEpochSecond() * 1_000_000 + parsed.getNano() / 1_000;
  }

  private static long parse(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    return ClientTime.parse(bytes, 1, bytes.length - 1);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          2026-11-24T06:00:00Z,                          2026-11-24T06:00:00Z
          2026-11-24T06:00:00.123Z,                      2026-11-24T06:00:00.123Z
          2026-11-24T06:00:00.123456Z,                   2026-11-24T06:00:00.123456Z
          2026-11-24T06:00:00.123456789Z,                2026-11-24T06:00:00.123456Z
          2026-11-24T06:00:00.1Z,                        2026-11-24T06:00:00.100Z
          2026-11-24t06:00:00z,                          2026-11-24T06:00:00Z
          2026-11-24 06:00:00Z,                          2026-11-24T06:00:00Z
          2026-11-24T06:00Z,                             2026-11-24T06:00:00Z
          2026-11-24T06:00:00,                           2026-11-24T06:00:00Z
          2026-11-24T06:00:00+01:00,                     2026-11-24T05:00:00Z
          2026-11-24T06:00:00+0530,                      2026-11-24T00:30:00Z
          2026-11-24T06:00:00.5-08,                      2026-11-24T14:00:00.500Z
          2026-11-24,                                    2026-11-24T00:00:00Z
          2024-02-29T23:59:59.999999Z,                   2024-02-29T23:59:59.999999Z
          2016-12-31T23:59:60Z,                          2017-01-01T00:00:00Z
          1970-01-01T00:00:00Z,                          1970-01-01T00:00:00Z
          1900-01-01T00:00:00Z,                          1900-01-01T00:00:00Z
          9999-12-31T23:59:59Z,                          9999-12-31T23:59:59Z
          2026-11-24T06:00:00+01:00[Europe/Berlin],      2026-11-24T05:00:00Z
          'Tue, 24 Nov 2026 06:00:00 GMT',               2026-11-24T06:00:00Z
          1795500000,                                    2026-11-24T06:00:00Z
          1795500000123,                                 2026-11-24T06:00:00.123Z
          """)
  void readsTextOfClients(String text, String instant) {
    assertThat(parse(text)).isEqualTo(micros(instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "tomorrow",
        "2026",
        "2026-11",
        "2026-13-01",
        "2026-00-01",
        "2026-02-29",
        "2026-04-31",
        "2026-11-24T",
        "2026-11-24T06",
        "2026-11-24T24:00:00Z",
        "2026-11-24T06:60:00Z",
        "2026-11-24T06:00:61Z",
        "2026-11-24T06:00:0Z",
        "2026-11-24T06:00:00ZZ",
        "2026-11-24T06:00:00+1",
        "2026-11-24T06:00:00+99:00",
        "2026/11/24",
        "0001-01-01T00:00:00Z",
        "1899-12-31T23:59:59Z",
        "+12026-11-24T06:00:00Z",
        "2026-11-24T06:00:00Z; drop table events",
        "２０２６-11-24",
        "1e99999",
        "99999999999999999999999999"
      })
  void refusesWhatIsNoTime(String text) {
    assertThat(parse(text)).isEqualTo(ClientTime.INVALID);
  }

  @ParameterizedTest
  @CsvSource({
    "1795500000, 2026-11-24T06:00:00Z",
    "1795500000.25, 2026-11-24T06:00:00.250Z",
    "1795500000123, 2026-11-24T06:00:00.123Z",
    "1795500000123.4, 2026-11-24T06:00:00.123400Z",
    "1795500000123456, 2026-11-24T06:00:00.123456Z",
    "1.7955e9, 2026-11-24T06:00:00Z",
    "0, 1970-01-01T00:00:00Z",
    "-86400, 1969-12-31T00:00:00Z"
  })
  void readsSecondsMillisecondsAndMicroseconds(String number, String instant) {
    assertThat(ClientTime.ofNumber(number)).isEqualTo(micros(instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e30", "-1e30", "1e999", "-9999999999", "1e-99999999999", "1E+99999999999"})
  void readsNoOtherNumbers(String number) {
    assertThat(ClientTime.ofNumber(number)).isIn(ClientTime.INVALID, 0L);
  }

  @Test
  void agreesWithTheCalendarOfJava() {
    SplittableRandom random = new SplittableRandom(1);
    long first = LocalDate.of(1900, 1, 2).toEpochDay() * 86_400;
    long last = LocalDate.of(9999, 12, 30).toEpochDay() * 86_400;
    for (int i = 0; i < 100_000; i++) {
      OffsetDateTime time =
          Instant.ofEpochSecond(random.nextLong(first, last), random.nextInt(1_000_000) * 1_000L)
              .atOffset(ZoneOffset.ofTotalSeconds(60 * random.nextInt(-18 * 60, 18 * 60)));
      Instant instant = time.toInstant();
      assertThat(parse(time.toString()))
          .as(time.toString())
          .isEqualTo(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
    }
  }

  @Test
  void correctsAClockThatIsADayWrong() {
    long day = Duration.ofDays(1).toMillis() * 1_000;
    long happened = RECEIVED - 5_000_000;
    assertThat(ClientTime.corrected(happened + day, RECEIVED + day, RECEIVED)).isEqualTo(happened);
    assertThat(ClientTime.corrected(happened - day, RECEIVED - day, RECEIVED)).isEqualTo(happened);
  }

  @ParameterizedTest
  @CsvSource({
    // timestamp, sentAt, the event's time
    "1970-01-01T00:00:00Z, , 1970-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z, 2026-11-24T06:00:00Z, 1970-01-01T00:00:00Z",
    "2026-11-25T05:59:59Z, , 2026-11-25T05:59:59Z",
    "2026-11-25T06:00:01Z, , 2026-11-24T06:00:00Z",
    "2027-11-24T06:00:00Z, , 2026-11-24T06:00:00Z",
    "2027-11-24T06:00:00Z, 2027-11-24T06:00:10Z, 2026-11-24T05:59:50Z",
    "2026-11-24T06:00:00Z, 1970-01-01T00:00:00Z, 2026-11-24T06:00:00Z",
    "1970-01-01T00:00:00Z, 9999-01-01T00:00:00Z, 2026-11-24T06:00:00Z",
    ", 2026-11-24T06:00:00Z, 2026-11-24T06:00:00Z",
    ", , 2026-11-24T06:00:00Z"
  })
  void usesTheReceivedTimeWhereTheClientsCannotBe(String timestamp, String sentAt, String time) {
    long by = timestamp == null ? Event.NO_TIME : micros(timestamp);
    long sent = sentAt == null ? Event.NO_TIME : micros(sentAt);
    assertThat(ClientTime.corrected(by, sent, RECEIVED)).isEqualTo(micros(time));
  }
}

package dev.millrace.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import dev.millrace.event.Positions;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Whatever a client's clock says, its event is in the bucket of when it happened. */
class ClocksIT {
  @TempDir private static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void eventOf1970IsInItsHour() {
    store(event("1970", "1970-01-01T05:59:59.999999Z"), event("1970", "1970-01-01T00:00:00Z"));

    assertThat(buckets("1970", "hour", "1970-01-01", "1970-01-02"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("1970-01-01T00:00:00Z", 1L, "1970-01-01T05:00:00Z", 1L));
  }

  @Test
  void eventOfNextYearHappenedWhenItWasReceived() {
    Instant before = Instant.now();
    store(event("ahead", before.plus(Duration.ofDays(365)).toString()));
    Instant after = Instant.now();

    assertThat(total("ahead", before, after)).isEqualTo(1);
    assertThat(total("ahead", after, before.plus(Duration.ofDays(400)))).isZero();
  }

  @Test
  void clockThatIsLittleAheadIsBelieved() {
    Instant soon = Instant.now().plus(Duration.ofHours(2));
    store(event("soon", soon.toString()));

    assertThat(total("soon", soon, soon.plusSeconds(1))).isEqualTo(1);
  }

  @Test
  void offsetsAreTakenIntoAccount() {
    store(
        event("offset", "2026-03-01T00:30:00+01:00"),
        event("offset", "2026-02-28T18:30:00-05:00"),
        event("offset", "2026-03-01T05:00:00+05:30"),
        event("offset", "2026-02-28T23:30:00Z"),
        event("offset", "2026-03-01 00:00:00"));

    assertThat(buckets("offset", "hour", "2026-02-28", "2026-03-02"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("2026-02-28T23:00:00Z", 4L, "2026-03-01T00:00:00Z", 1L));
  }

  @Test
  void dayOfAnEventFollowsTheTimezoneOfTheQuestion() {
    store(event("zone", "2026-03-01T00:30:00+01:00"), event("zone", "2026-03-01T23:30:00Z"));

    JsonNode answer =
        server.query(
            """
            {"events":["zone"],"every":"day","from":"2026-03-01","to":"2026-03-03",
             "timezone":"Europe/Berlin"}\
            """);

    assertThat(answer.path("rows").toString())
        .isEqualTo("[[\"2026-03-01T00:00:00+01:00\",1],[\"2026-03-02T00:00:00+01:00\",1]]");
  }

  @Test
  void eventWithoutTimeHappenedWhenItWasReceived() {
    Instant before = Instant.now();
    store("{\"event\":\"timeless\",\"user\":\"u\"}");

    assertThat(total("timeless", before, Instant.now())).isEqualTo(1);
  }

  @Test
  void whatIsNoTimeIsRefused() {
    HttpResponse<String> response =
        server.post("/v1/events", server.writeKey(), event("never", "yesterday or so"));

    assertThat(response.body()).contains("\"accepted\":0").contains("invalid_time");
  }

  @Test
  void clockThatIsADayBehindIsCorrectedByWhenItSent() {
    assertCorrected("behind", Duration.ofDays(-1));
  }

  @Test
  void clockThatIsADayAheadIsCorrectedByWhenItSent() {
    assertCorrected("ahead by a day", Duration.ofDays(1));
  }

  /** An hour passes between the event and its sending, by whatever clock. */
  private static void assertCorrected(String name, Duration wrong) {
    Instant now = Instant.now();
    Instant sent = now.plus(wrong);
    HttpResponse<String> response =
        server.post(
            "/v1/batch",
            server.writeKey(),
            """
            {"sentAt":"%s","batch":[
             {"type":"track","event":"%s","userId":"u","timestamp":"%s"},
             {"type":"track","event":"%s","userId":"u","timestamp":"%s"}]}\
            """
                .replace("\n", "")
                .formatted(
                    sent,
                    name,
                    sent.minus(1, ChronoUnit.HOURS),
                    name,
                    sent.minus(2, ChronoUnit.HOURS)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    Instant after = Instant.now();
    String position = response.headers().firstValue("millrace-position").orElse("");
    server.awaitStored(Positions.parse(position));

    assertThat(total(name, now.minus(1, ChronoUnit.HOURS), after.minus(1, ChronoUnit.HOURS)))
        .isEqualTo(1);
    assertThat(total(name, now.minus(2, ChronoUnit.HOURS), after.minus(2, ChronoUnit.HOURS)))
        .isEqualTo(1);
  }

  private static String event(String name, String time) {
    return "{\"event\":\"%s\",\"user\":\"u\",\"time\":\"%s\"}".formatted(name, time);
  }

  private static void store(String... events) {
    server.awaitStored(server.sendEvents(String.join("\n", events)));
  }

  /** Counts by the start of the bucket, empty ones left out. */
  private static Map<String, Long> buckets(String name, String every, String from, String to) {
    JsonNode answer =
        server.query(
            "{\"events\":[\"%s\"],\"every\":\"%s\",\"from\":\"%s\",\"to\":\"%s\"}"
                .formatted(name, every, from, to));
    Map<String, Long> buckets = new LinkedHashMap<>();
    for (JsonNode row : answer.path("rows")) {
      if (row.path(1).asLong() > 0) {
        buckets.put(row.path(0).asString(), row.path(1).asLong());
      }
    }
    return buckets;
  }

  /** Within a range that ends with the last microsecond of {@code to}. */
  private static long total(String name, Instant from, Instant to) {
    JsonNode answer =
        server.query(
            "{\"events\":[\"%s\"],\"every\":\"none\",\"from\":\"%s\",\"to\":\"%s\"}"
                .formatted(name, from, to.plus(1, ChronoUnit.MICROS)));
    return answer.path("rows").path(0).path(0).asLong();
  }
}

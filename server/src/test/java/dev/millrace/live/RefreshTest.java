package dev.millrace.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.query.QuestionFormat;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"-30s,1", "-1m,1", "-5m,5", "-1h,10", "-7d,10", "today,10", "2026-01-01,10"})
  void asksSoonerTheShorterTheRangeThatMoves(String from, long seconds) {
    assertThat(nanos("{\"from\":\"" + from + "\"}"))
        .isEqualTo(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void waitsForTheStoreWhenTheRangeIsFixed() {
    assertThat(nanos("{\"from\":\"2026-01-01\",\"to\":\"2026-01-05T10:00:00Z\"}"))
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void seesATimeInAFilterMove() {
    String fixed = "{\"from\":\"2026-01-01\",\"to\":\"2026-01-05\",\"where\":";
    assertThat(nanos(fixed + "[{\"property\":\"time\",\"op\":\">\",\"value\":\"-1h\"}]}"))
        .isEqualTo(Duration.ofSeconds(10).toNanos());
    assertThat(nanos(fixed + "[{\"property\":\"time\",\"op\":\">\",\"value\":\"2026-01-02\"}]}"))
        .isEqualTo(Long.MAX_VALUE);
  }

  private static long nanos(String question) {
    return Refresh.nanos(
        new Topic.Asked("p", QuestionFormat.parse(question)), LiveConfig.defaults(), NOW);
  }
}

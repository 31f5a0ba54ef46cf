package dev.millrace.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessConfigTest {
  private static final ProcessConfig DEFAULTS = ProcessConfig.defaults();

  @Test
  void hasTheDefaultsThatTheDocumentationNames() {
    assertThat(DEFAULTS)
        .isEqualTo(
            new ProcessConfig(
                50_000,
                32 << 20,
                64 << 20,
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5)));
  }

  @Test
  void refusesLimitsThatCannotWork() {
    assertThatThrownBy(() -> DEFAULTS.withMaxBatchEvents(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxBatchEvents");
    assertThatThrownBy(() -> DEFAULTS.withFilterBytes(ProcessConfig.MIN_FILTER_BYTES - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("filterBytes");
    assertThatThrownBy(() -> withBucketWidth(Duration.ofNanos(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bucketWidth");
    assertThatThrownBy(() -> withBucketWidth(Duration.ofHours(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bucketWidth");
  }

  private static ProcessConfig withBucketWidth(Duration width) {
    return new ProcessConfig(
        DEFAULTS.maxBatchEvents(),
        DEFAULTS.maxBatchBytes(),
        DEFAULTS.filterBytes(),
        width,
        DEFAULTS.positionsDelay(),
        DEFAULTS.firstRetry(),
        DEFAULTS.longestRetry(),
        DEFAULTS.rejectTimeout(),
        DEFAULTS.drainLimit());
  }
}

package dev.millrace.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void keepsStagesApart() {
    latencies.record(0, TimeUnit.MILLISECONDS.toNanos(10));
    latencies.record(1, TimeUnit.MILLISECONDS.toNanos(500));

    assertThat(latencies.quantiles(0).max()).isBetween(9.9, 10.1);
    assertThat(latencies.quantiles(1).max()).isBetween(499.0, 501.0);
    assertThat(latencies.quantiles(List.of(0, 1)).count()).isEqualTo(2);
    assertThat(latencies.sinceLast().count()).isEqualTo(2);
    assertThat(latencies.sinceLast().count()).isZero();
  }

  @Test
  void isReadWhileOthersRecord() throws InterruptedException {
    AtomicBoolean reading = new AtomicBoolean(true);
    Thread recording =
        Thread.ofPlatform()
            .start(() -> {
              for (long i = 1; reading.get(); i++) {
                latencies.record(0, i % 1_000_000_000);
              }
            });

    for (int i = 0; i < 200; i++) {
      assertThat(latencies.quantiles(0).p99()).isNotNegative();
    }
    reading.set(false);
    recording.join();
  }
}

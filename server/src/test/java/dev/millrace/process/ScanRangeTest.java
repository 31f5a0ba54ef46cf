package dev.millrace.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScanRangeTest {
  @Test
  void joinsNeighboursAndBridgesGapsUpToTheLargest() {
    long[] numbers = {20, 3, 1, 2, 6, -9};
    assertThat(ScanRange.covering(numbers, 0))
        .containsExactly(
            new ScanRange(-9, -9), new ScanRange(1, 3), new ScanRange(6, 6), new ScanRange(20, 20));
    assertThat(ScanRange.covering(numbers, 2))
        .containsExactly(new ScanRange(-9, -9), new ScanRange(1, 6), new ScanRange(20, 20));
    assertThat(ScanRange.covering(numbers, 100)).containsExactly(new ScanRange(-9, 20));
  }

  @Test
  void coversNothingWithNothing() {
    assertThat(ScanRange.covering(new long[0], 5)).isEmpty();
  }
}

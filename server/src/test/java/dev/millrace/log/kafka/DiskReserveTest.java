package dev.millrace.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiskReserveTest {
  private static final long MIB = 1024 * 1024;
  private static final long RESERVE = 16 * MIB;

  private long free = 100 * MIB;
  private long unacknowledged;
  private long nanos;
  private final DiskReserve reserve =
      new DiskReserve(RESERVE, () -> free, () -> unacknowledged, () -> nanos);

  @Test
  void letsInNoMoreThanTheRoomBetweenTwoLooks() {
    long room = free - RESERVE;
    long admitted = 0;
    while (admit(MIB)) {
      admitted += MIB;
    }

    assertThat(admitted).isEqualTo(room);
    assertThat(reserve.refusal()).contains("reserve of 16 MiB");
  }

  @Test
  void countsWhatIsNotOnDiskYet() {
    unacknowledged = free - RESERVE - MIB;
    laterOn();

    assertThat(reserve.admit(2 * MIB)).isFalse();
    assertThat(reserve.refusal()).isNotNull();
  }

  @Test
  void noticesWhatOthersWrite() {
    assertThat(reserve.refusal()).isNull();

    free = RESERVE;
    laterOn();

    assertThat(reserve.refusal()).isNotNull();
    assertThat(admit(1)).isFalse();
  }

  @Test
  void resumesOnlyWhenThereIsSomeRoomAgain() {
    free = RESERVE;
    laterOn();
    assertThat(admit(1)).isFalse();

    free = RESERVE + MIB;
    laterOn();
    assertThat(admit(1)).isFalse();

    free = RESERVE + 3 * MIB;
    laterOn();
    assertThat(admit(1)).isTrue();
    assertThat(reserve.refusal()).isNull();
  }

  /** As the appender does: counted first, and written at once. */
  private boolean admit(long bytes) {
    boolean admitted = reserve.admit(bytes);
    if (admitted) {
      free -= bytes;
    }
    return admitted;
  }

  private void laterOn() {
    nanos += Duration.ofSeconds(1).toNanos();
  }
}

package dev.millrace.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventIdsTest {
  private static final long RECEIVED = 1_795_500_000_123_456L;

  @Test
  void makesUuidsOfVersion7() {
    UUID id = UUID.fromString(new EventIds(42).next(RECEIVED));

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(RECEIVED / 1_000);
  }

  @Test
  void makesEachGreaterThanTheOneBefore() {
    EventIds ids = new EventIds(42);
    String before = "";
    for (int i = 0; i < 100_000; i++) {
      // The clock goes back now and then.
      String id = ids.next(RECEIVED + i - (i % 1_000 == 0 ? 5_000_000 : 0));
      assertThat(id).isGreaterThan(before).hasSize(36);
      before = id;
    }
  }

  @Test
  void differsBetweenServers() {
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < 1_000; seed++) {
      assertThat(seen.add(new EventIds(seed).next(RECEIVED))).isTrue();
    }
  }
}

package dev.millrace.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0B",
    "1, 1, 1B",
    "1024, 1024, 1KiB",
    "4MiB, 4194304, 4MiB",
    "4m, 4194304, 4MiB",
    "1_000, 1000, 1000B",
    "2 GiB, 2147483648, 2GiB",
    "1536 kb, 1572864, 1536KiB"
  })
  void readsAndPrintsSizes(String text, long bytes, String printed) {
    assertThat(Units.parseSize(text)).isEqualTo(bytes);
    assertThat(Units.printSize(bytes)).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource({
    "250ms, 250, 250ms",
    "5s, 5000, 5s",
    "90s, 90000, 90s",
    "2m, 120000, 2m",
    "36h, 129600000, 36h",
    "7d, 604800000, 7d",
    "1500ms, 1500, 1500ms",
    "0s, 0, 0ms"
  })
  void readsAndPrintsDurations(String text, long millis, String printed) {
    assertThat(Units.parseDuration(text)).isEqualTo(Duration.ofMillis(millis));
    assertThat(Units.printDuration(Duration.ofMillis(millis))).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "5", "-5s", "5 weeks", "1.5h", "5s5"})
  void refusesWhatIsNoDuration(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Units.parseDuration(text));
  }
}

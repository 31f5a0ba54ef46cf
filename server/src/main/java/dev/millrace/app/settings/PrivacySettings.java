package dev.millrace.app.settings;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.List;

/** Settings of what people may ask about themselves. */
public final class PrivacySettings {
  public static final Setting<Duration> ERASE_WAIT =
      Setting.of(
          "privacy.erase-wait",
          SettingType.duration(ofMillis(1), ofMinutes(10)),
          ofSeconds(30),
          "How long a request to erase a person waits for the store, twice, before it answers.");

  static final List<Setting<?>> LIST = List.of(ERASE_WAIT);

  private PrivacySettings() {}
}

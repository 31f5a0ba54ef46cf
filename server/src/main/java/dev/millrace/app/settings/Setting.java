package dev.millrace.app.settings;

import java.util.Locale;

/**
 * One thing that can be configured.
 *
 * @param name dotted, such as {@code ingest.max-body}
 * @param shortName a second name without dots, as in {@code --port}; empty if there is none
 * @param defaultValue what holds when nobody sets it
 * @param secret whether its value must never be shown
 * @param description one sentence for the people who set it
 */
public record Setting<T>(
    String name,
    String shortName,
    SettingType<T> type,
    T defaultValue,
    boolean secret,
    String description) {

  static <T> Setting<T> of(String name, SettingType<T> type, T defaultValue, String description) {
    return new Setting<>(name, "", type, defaultValue, false, description);
  }

  Setting<T> alsoNamed(String shorter) {
    return new Setting<>(name, shorter, type, defaultValue, secret, description);
  }

  Setting<T> hidden() {
    return new Setting<>(name, shortName, type, defaultValue, true, description);
  }

  boolean isNamed(String text) {
    return name.equals(text) || (!shortName.isEmpty() && shortName.equals(text));
  }

  /** The flag to show: the short one where there is one. */
  public String flag() {
    return "--" + (shortName.isEmpty() ? name : shortName);
  }

  public String defaultText() {
    return type.print(defaultValue);
  }

  /** The environment's name for a setting: {@code http.port} is {@code MILLRACE_HTTP_PORT}. */
  static String variable(String name) {
    return "MILLRACE_" + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}

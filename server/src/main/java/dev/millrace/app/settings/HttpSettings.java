package dev.millrace.app.settings;

import static dev.millrace.app.settings.Limits.GIB;
import static dev.millrace.app.settings.Limits.KIB;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.http.HttpConfig;
import java.time.Duration;
import java.util.List;

/** Settings of the HTTP edge. */
public final class HttpSettings {
  private static final HttpConfig DEFAULTS = HttpConfig.defaults();

  public static final Setting<String> HOST =
      Setting.of(
              "http.host",
              SettingType.text("a host name or address"),
              DEFAULTS.host(),
              "Address to listen on; 0.0.0.0 for all.")
          .alsoNamed("host");
  public static final Setting<Integer> PORT =
      Setting.of(
              "http.port",
              SettingType.integer(0, 65_535),
              DEFAULTS.port(),
              "Port to listen on; 0 takes any free one.")
          .alsoNamed("port");
  static final Setting<Integer> CONNECTIONS =
      Setting.of(
          "http.connections",
          SettingType.integer(1, 1_000_000),
          DEFAULTS.connections(),
          "Open connections, live readers among them; more wait to be let in.");
  static final Setting<Long> MAX_BODY =
      Setting.of(
          "http.max-body",
          SettingType.size(KIB, GIB),
          (long) DEFAULTS.bodyBytes(),
          "Size of any request's body as it is sent; grows with ingest.max-body if not set.");
  static final Setting<Integer> CHUNKED_BODIES =
      Setting.of(
          "http.chunked-bodies",
          SettingType.integer(1, 100_000),
          DEFAULTS.chunkedBodies(),
          "Bodies of undeclared length that are read at once.");
  static final Setting<Duration> IDLE_TIMEOUT =
      Setting.of(
          "http.idle-timeout",
          SettingType.duration(ofSeconds(1), Duration.ofHours(1)),
          DEFAULTS.idleTimeout(),
          "A connection that sends nothing for so long is closed.");
  static final Setting<Duration> BODY_TIMEOUT =
      Setting.of(
          "http.body-timeout",
          SettingType.duration(ofMillis(100), ofMinutes(10)),
          DEFAULTS.bodyTimeout(),
          "How long a request's body may take to arrive.");
  static final Setting<Duration> STOP_GRACE =
      Setting.of(
          "http.stop-grace",
          SettingType.duration(ofSeconds(0), ofSeconds(10)),
          DEFAULTS.stopGrace(),
          "How long running requests may take to finish when the server stops.");

  static final List<Setting<?>> LIST =
      List.of(
          HOST,
          PORT,
          CONNECTIONS,
          MAX_BODY,
          CHUNKED_BODIES,
          IDLE_TIMEOUT,
          BODY_TIMEOUT,
          STOP_GRACE);

  private HttpSettings() {}

  public static HttpConfig config(Settings settings) {
    long maxBody =
        settings.isSet(MAX_BODY)
            ? settings.get(MAX_BODY)
            : Math.max(settings.get(MAX_BODY), settings.get(IngestSettings.MAX_BODY));
    if (settings.isSet(MAX_BODY)) {
      settings.requireAtLeast(MAX_BODY, IngestSettings.MAX_BODY);
    }
    return new HttpConfig(
        settings.get(HOST),
        settings.get(PORT),
        settings.get(CONNECTIONS),
        Limits.toInt(maxBody),
        settings.get(CHUNKED_BODIES),
        settings.get(IDLE_TIMEOUT),
        settings.get(BODY_TIMEOUT),
        settings.get(STOP_GRACE));
  }
}

package dev.millrace.app.settings;

import static dev.millrace.app.settings.Limits.GIB;
import static dev.millrace.app.settings.Limits.KIB;
import static dev.millrace.app.settings.Limits.MIB;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.ingest.IngestLimits;
import dev.millrace.ingest.wire.EventLimits;
import dev.millrace.log.EventFormat;
import java.time.Duration;
import java.util.List;

/** Settings of the ingest stage. */
public final class IngestSettings {
  private static final IngestLimits DEFAULTS = IngestLimits.defaults();
  private static final EventLimits EVENTS = DEFAULTS.events();

  static final Setting<Long> MAX_EVENT =
      Setting.of(
          "ingest.max-event",
          SettingType.size(64, EventFormat.MAX_EVENT_BYTES),
          (long) EVENTS.eventBytes(),
          "Size of one event, with what its batch adds to it.");
  static final Setting<Integer> MAX_BATCH =
      Setting.of(
          "ingest.max-batch",
          SettingType.integer(1, 1_000_000),
          EVENTS.batchEvents(),
          "Events of one request.");
  static final Setting<Long> MAX_BATCH_CONTEXT =
      Setting.of(
          "ingest.max-batch-context",
          SettingType.size(64, MIB),
          (long) EVENTS.batchContextBytes(),
          "Size of a batch's own context, which is added to each of its events.");
  static final Setting<Integer> MAX_NESTING =
      Setting.of(
          "ingest.max-nesting",
          SettingType.integer(1, EventFormat.MAX_NESTING),
          EVENTS.nesting(),
          "Objects and arrays inside each other.");
  static final Setting<Integer> MAX_PROPERTY_NAME =
      Setting.of(
          "ingest.max-property-name",
          SettingType.integer(1, 10_000),
          EVENTS.nameChars(),
          "Characters of a property's name.");
  static final Setting<Long> MAX_BODY =
      Setting.of(
          "ingest.max-body",
          SettingType.size(KIB, GIB),
          (long) DEFAULTS.bodyBytes(),
          "Size of a request's body, after decompression.");
  static final Setting<Long> MEMORY =
      Setting.of(
          "ingest.memory",
          SettingType.size(MIB, 64 * GIB),
          DEFAULTS.memoryBytes(),
          "Bodies in memory until they are on disk; 503 beyond.");
  static final Setting<Integer> REQUESTS =
      Setting.of(
          "ingest.requests",
          SettingType.integer(1, 1_000_000),
          DEFAULTS.requests(),
          "Requests between the end of their body and their answer.");
  static final Setting<Integer> WAITING_REQUESTS =
      Setting.of(
          "ingest.waiting-requests",
          SettingType.integer(0, 1_000_000),
          DEFAULTS.waitingRequests(),
          "Requests that wait to be among those; 503 beyond.");
  static final Setting<Duration> MAX_WAIT =
      Setting.of(
          "ingest.max-wait",
          SettingType.duration(ofMillis(0), ofMinutes(1)),
          DEFAULTS.maxWait(),
          "How long a request waits before it is answered 503.");
  static final Setting<Long> QUOTA =
      Setting.of(
          "ingest.quota",
          SettingType.count(0, 1_000_000_000),
          DEFAULTS.eventsPerSecond(),
          "Events a second of one project, 429 beyond; 0 for no quota.");
  static final Setting<Duration> APPEND_TIMEOUT =
      Setting.of(
          "ingest.append-timeout",
          SettingType.duration(ofSeconds(1), ofMinutes(10)),
          DEFAULTS.appendTimeout(),
          "How long the log may take to have a request's events on disk.");

  static final List<Setting<?>> LIST =
      List.of(
          MAX_EVENT,
          MAX_BATCH,
          MAX_BATCH_CONTEXT,
          MAX_NESTING,
          MAX_PROPERTY_NAME,
          MAX_BODY,
          MEMORY,
          REQUESTS,
          WAITING_REQUESTS,
          MAX_WAIT,
          QUOTA,
          APPEND_TIMEOUT);

  private IngestSettings() {}

  public static IngestLimits config(Settings settings) {
    settings.requireAtLeast(MEMORY, MAX_BODY);
    return new IngestLimits(
        new EventLimits(
            Limits.toInt(settings.get(MAX_EVENT)),
            settings.get(MAX_BATCH),
            Limits.toInt(settings.get(MAX_BATCH_CONTEXT)),
            settings.get(MAX_NESTING),
            settings.get(MAX_PROPERTY_NAME)),
        Limits.toInt(settings.get(MAX_BODY)),
        settings.get(MEMORY),
        settings.get(REQUESTS),
        settings.get(WAITING_REQUESTS),
        settings.get(MAX_WAIT),
        settings.get(QUOTA),
        settings.get(APPEND_TIMEOUT));
  }
}

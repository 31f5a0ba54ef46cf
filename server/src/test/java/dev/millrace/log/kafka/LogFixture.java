package dev.millrace.log.kafka;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.event.RawJson;
import dev.millrace.log.EventFormat;
import dev.millrace.log.EventLog;
import dev.millrace.log.LogReader;
import dev.millrace.log.LogRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the tests of the log share: small configurations, events, and reading to a position. */
final class LogFixture {
  static final long MIB = 1024 * 1024;
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private LogFixture() {}

  static KafkaLogConfig embedded(Path folder, int partitions) {
    return limited(
        new KafkaLogConfig.Embedded(
            folder, 0, Duration.ofDays(7), 1024 * MIB, (int) (8 * MIB), 16 * MIB),
        partitions,
        32 * MIB);
  }

  static KafkaLogConfig elsewhere(String servers, long bufferBytes) {
    return elsewhere(servers, bufferBytes, Map.of("client.rack", "here"));
  }

  static KafkaLogConfig elsewhere(
      String servers, long bufferBytes, Map<String, String> properties) {
    return limited(new KafkaLogConfig.Cluster(servers, properties), 3, bufferBytes);
  }

  private static KafkaLogConfig limited(
      KafkaLogConfig.Broker broker, int partitions, long bufferBytes) {
    KafkaLogConfig defaults = KafkaLogConfig.of(broker);
    return new KafkaLogConfig(
        broker,
        partitions,
        bufferBytes,
        defaults.batchBytes(),
        defaults.linger(),
        defaults.deliveryTimeout(),
        defaults.fetchBytes(),
        defaults.pollRecords(),
        PATIENCE);
  }

  static Event event(String user, String id) {
    return event(user, id, "{\"n\":1}");
  }

  static Event event(String user, String id, String properties) {
    long now = 1_795_521_600_000_000L;
    return new Event(
        "shop", id, "used", user, null, now, now, now, RawJson.of(properties), RawJson.EMPTY);
  }

  static Positions append(EventLog log, Event... events) {
    return log.append(List.of(events), List.of()).join();
  }

  static List<Event> readTo(EventLog log, Positions from, Positions to) {
    try (LogReader reader = log.read(from)) {
      return readTo(reader, to);
    }
  }

  static List<Event> readTo(LogReader reader, Positions to) {
    List<Event> events = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!reader.position().covers(to)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("read to " + reader.position() + " but not to " + to);
      }
      for (LogRecord each : reader.poll(Duration.ofSeconds(1), MIB)) {
        events.add(EventFormat.decode(each.value()));
      }
    }
    return events;
  }
}

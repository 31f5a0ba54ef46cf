package dev.millrace.process;

import static dev.millrace.process.Events.DAY;
import static dev.millrace.process.Events.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.log.kafka.KafkaEventLog;
import dev.millrace.log.kafka.KafkaLogConfig;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.duckdb.DuckDbConfig;
import dev.millrace.store.duckdb.DuckDbStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The loop between the broker and the engine that it runs with. */
@Timeout(120)
class ProcessorWithRealPartsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final Metrics metrics = new Metrics();

  @Test
  void storesEventsOnceAcrossRetriesAndRestarts() throws Exception {
    KafkaLogConfig.Embedded usual = KafkaLogConfig.Embedded.defaults(folder.resolve("log"));
    KafkaLogConfig.Embedded broker =
        new KafkaLogConfig.Embedded(
            usual.folder(), 0, usual.retention(), usual.retentionBytes(), usual.segmentBytes(), 0);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      long sent = START - (i % 7) * DAY + i;
      events.add(i % 10 == 0 ? Events.withoutSent("e" + i, START + i) : Events.sent("e" + i, sent));
    }
    try (KafkaEventLog log = KafkaEventLog.open(KafkaLogConfig.of(broker), metrics)) {
      try (DuckDbStore store = store()) {
        sendTwice(log, store, events);
        assertThat(store.status().events()).isEqualTo(3_000);
      }
      try (DuckDbStore store = store()) {
        sendTwice(log, store, events);
        assertThat(store.status().events()).isEqualTo(3_000);
      }
    }
  }

  private DuckDbStore store() {
    return new DuckDbStore(DuckDbConfig.defaults(folder.resolve("store")), metrics);
  }

  private void sendTwice(KafkaEventLog log, DuckDbStore store, List<Event> events)
      throws Exception {
    ProcessConfig config = ProcessConfig.defaults();
    try (Processor processor =
        new Processor(config, log, store, new Metrics(), InstantSource.system())) {
      processor.start();
      for (int i = 0; i < 2; i++) {
        Positions sent = log.append(events, List.of()).get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(store.commits().await(sent, LONG)).isTrue();
      }
    }
  }
}

package dev.millrace.log.kafka;

import static dev.millrace.log.kafka.LogFixture.append;
import static dev.millrace.log.kafka.LogFixture.event;
import static dev.millrace.log.kafka.LogFixture.readTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.log.EventFormat;
import dev.millrace.log.LogReader;
import dev.millrace.log.LogRecord;
import dev.millrace.log.Rejection;
import dev.millrace.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One embedded broker for all tests, each of which reads from where it began. */
class KafkaEventLogTest {
  private static final int PARTITIONS = 3;

  @TempDir private static Path folder;

  private static Metrics metrics;
  private static KafkaEventLog log;

  @BeforeAll
  static void open() {
    metrics = new Metrics();
    log = KafkaEventLog.open(LogFixture.embedded(folder.resolve("log"), PARTITIONS), metrics);
  }

  @AfterAll
  static void close() {
    log.close();
  }

  @Test
  void bringsBackWhatWasAppended() {
    Positions from = log.end();
    List<Event> events =
        IntStream.range(0, 500)
            .mapToObj(i -> event("user-" + i % 50 + " 👩‍🚀\n\"", "id-" + i, "{\"é\":[" + i + "]}"))
            .toList();

    Positions to = log.append(events, List.of()).join();

    assertThat(readTo(log, from, to)).containsExactlyInAnyOrderElementsOf(events);
    assertThat(to.minus(from)).isEqualTo(events.size());
    assertThat(log.end()).isEqualTo(to);
    assertThat(log.appended()).isEqualTo(to);
  }

  @Test
  void keepsAUsersEventsInOrderInOnePartition() {
    Positions from = log.end();
    List<CompletableFuture<Positions>> appends = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      appends.add(log.append(List.of(event("ann", "a" + i), event("bob" + i, "b" + i)), List.of()));
    }
    appends.forEach(CompletableFuture::join);

    List<String> ann =
        readTo(log, from, log.end()).stream()
            .filter(each -> each.user().equals("ann"))
            .map(Event::id)
            .toList();

    assertThat(ann).isEqualTo(IntStream.range(0, 300).mapToObj(i -> "a" + i).toList());
  }

  @Test
  void answersWithTheLastPositionOfEachPartitionItTouched() {
    Positions before = log.end();

    Positions one = append(log, event("carl", "1"));
    Positions two = append(log, event("carl", "2"), event("carl", "3"));

    int partition = one.size() - 1;
    assertThat(one).isEqualTo(Positions.NONE.withNext(partition, before.next(partition) + 1));
    assertThat(two).isEqualTo(Positions.NONE.withNext(partition, before.next(partition) + 3));
  }

  @Test
  void completesAtOnceWhenThereIsNothingToAppend() {
    assertThat(log.append(List.of(), List.of())).isCompletedWithValue(Positions.NONE);
  }

  @Test
  void keepsRefusedEventsWithTheirReason() throws Exception {
    byte[] text = "{\"event\":\"\u00fc\"".getBytes(StandardCharsets.UTF_8);
    byte[] noText = {'{', (byte) 0xff};

    Positions positions =
        log.append(
                List.of(),
                List.of(
                    Rejection.of("shop", 17, Fault.MALFORMED_JSON, "no end \ud800", text),
                    Rejection.of("shop", 18, Fault.INVALID_TEXT, "no UTF-8", noText)))
            .join();

    assertThat(positions).isEqualTo(Positions.NONE);
    List<JsonNode> kept = newestRejections(2);
    assertThat(kept.get(0).get("project").asString()).isEqualTo("shop");
    assertThat(kept.get(0).get("received").asLong()).isEqualTo(17);
    assertThat(kept.get(0).get("code").asString()).isEqualTo("malformed_json");
    assertThat(kept.get(0).get("message").asString()).isEqualTo("no end ?");
    assertThat(kept.get(0).get("original").asString()).isEqualTo("{\"event\":\"\u00fc\"");
    assertThat(kept.get(1).get("original_base64").asString()).isEqualTo("e/8=");
  }

  @Test
  void gathersTheNewestRejectionsWithinItsBoundOfBytes() {
    byte[] large = "{\"x\":1}".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    List<Rejection> refused =
        IntStream.range(0, 100)
            .mapToObj(i -> Rejection.of("large", i, Fault.MALFORMED_JSON, "no end", large))
            .toList();
    log.append(List.of(), refused.subList(0, 50)).join();
    log.append(List.of(), refused.subList(50, 100)).join();

    List<Rejection> newest = log.newestRejections("large", 200);

    assertThat(newest).hasSize(64);
    assertThat(newest.getFirst().received()).isEqualTo(99);
    assertThat(newest.getFirst().original()).hasSize(Rejection.MAX_ORIGINAL_BYTES);
    assertThat(newest.getFirst().originalBytes()).isEqualTo(large.length);
    assertThat(log.newestRejections("large", 2))
        .extracting(Rejection::received)
        .containsExactly(99L, 98L);
  }

  @Test
  void staysWithThePartitionsItKnowsWhenTheTopicIsGivenMore() throws Exception {
    try (KafkaEventLog broker =
            KafkaEventLog.open(LogFixture.embedded(folder.resolve("grows"), 1), new Metrics());
        KafkaEventLog grown =
            KafkaEventLog.open(
                LogFixture.elsewhere(
                    Objects.requireNonNull(broker.embeddedServers()),
                    32 * LogFixture.MIB,
                    Map.of("metadata.max.age.ms", "1")),
                new Metrics());
        Admin admin =
            Admin.create(Map.of("bootstrap.servers", (Object) broker.embeddedServers()))) {
      admin.createPartitions(Map.of(KafkaEventLog.EVENTS, NewPartitions.increaseTo(3))).all().get();
      for (int i = 0; i < 200; i++) {
        append(grown, event("user-" + i, "id-" + i));
      }
      assertThat(grown.appended()).isEqualTo(Positions.ofNext(200));
    }
  }

  @Test
  void failsAnAppendThatHoldsWhatTheLogCannot() {
    assertThatThrownBy(() -> append(log, event("fine", "1"), event("nul \0", "2")))
        .isInstanceOfSatisfying(CompletionException.class, isFault(Fault.INTERNAL_ERROR));
  }

  @Test
  void refusesAnAppendThatDoesNotFitIntoTheBuffer() {
    try (KafkaEventLog small = KafkaEventLog.open(elsewhere(LogFixture.MIB), new Metrics())) {
      String megabyte = "{\"x\":\"" + "x".repeat((int) LogFixture.MIB) + "\"}";
      Positions before = small.end();

      assertThatThrownBy(() -> append(small, event("ann", "1"), event("ann", "2", megabyte)))
          .isInstanceOfSatisfying(CompletionException.class, isFault(Fault.BATCH_TOO_LARGE));

      assertThat(small.end()).isEqualTo(before);
      assertThat(append(small, event("ann", "3")).minus(before)).isEqualTo(1);
    }
  }

  @Test
  void refusesWhatComesInFasterThanTheDiskTakesIt() {
    try (KafkaEventLog small = KafkaEventLog.open(elsewhere(LogFixture.MIB), new Metrics())) {
      Positions from = small.end();
      String properties = "{\"x\":\"" + "x".repeat(60_000) + "\"}";
      List<CompletableFuture<Positions>> appends = new ArrayList<>();
      do {
        appends.add(
            small.append(List.of(event("ann", "i" + appends.size(), properties)), List.of()));
      } while (!appends.getLast().isCompletedExceptionally());

      assertThatThrownBy(() -> appends.getLast().join())
          .isInstanceOfSatisfying(CompletionException.class, isFault(Fault.INGEST_OVERLOADED));
      appends.removeLast();
      appends.forEach(CompletableFuture::join);
      assertThat(small.end().minus(from)).isEqualTo(appends.size());
      assertThat(small.refusal()).isNull();
    }
  }

  @Test
  void isTheSameLogThroughAnyBroker() {
    Positions from = log.end();
    try (KafkaEventLog other = KafkaEventLog.open(elsewhere(LogFixture.MIB), new Metrics())) {
      assertThat(other.id()).isEqualTo(log.id());
      assertThat(other.partitions()).isEqualTo(PARTITIONS);
      assertThat(other.bytesOnDisk()).isZero();

      Positions to = append(other, event("dora", "1"));

      assertThat(readTo(log, from, to)).containsExactly(event("dora", "1"));
    }
  }

  @Test
  void refusesAppendsOnceItIsClosed() {
    KafkaEventLog closed = KafkaEventLog.open(elsewhere(LogFixture.MIB), new Metrics());
    closed.close();

    assertThat(closed.refusal()).isNotNull();
    assertThatThrownBy(() -> append(closed, event("ann", "1")))
        .isInstanceOfSatisfying(CompletionException.class, isFault(Fault.STOPPING));
  }

  @Test
  void saysWhenRetentionWasFasterThanTheReader() throws Exception {
    Positions first = append(log, event("emil", "1"), event("emil", "2"), event("emil", "3"));
    int partition = first.size() - 1;
    long unread = first.next(partition) - 3;
    try (LogReader reader = log.read(log.end().withNext(partition, unread));
        Admin admin = Admin.create(servers())) {
      TopicPartition emil = new TopicPartition(KafkaEventLog.EVENTS, partition);
      admin.deleteRecords(Map.of(emil, RecordsToDelete.beforeOffset(unread + 2))).all().get();

      assertThatThrownBy(() -> readTo(reader, first))
          .isInstanceOfSatisfying(
              MillraceException.class,
              truncated -> assertThat(truncated.fault()).isEqualTo(Fault.LOG_TRUNCATED))
          .hasMessageContaining("partition " + partition + " offset " + unread);

      assertThat(reader.position().next(partition)).isEqualTo(unread + 2);
      assertThat(readTo(reader, first)).containsExactly(event("emil", "3"));
      assertThat(log.beginning().next(partition)).isEqualTo(unread + 2);
    }
  }

  @Test
  void stepsOverWhatATransactionTookBack() {
    Positions from = log.end();
    Map<String, Object> properties = servers();
    properties.put("transactional.id", "another-writer");
    try (KafkaProducer<byte[], byte[]> writer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      writer.initTransactions();
      writer.beginTransaction();
      Future<RecordMetadata> _ = writer.send(inPartitionZero(event("fay", "taken back")));
      writer.flush();
      writer.abortTransaction();
      writer.beginTransaction();
      Future<RecordMetadata> _ = writer.send(inPartitionZero(event("fay", "meant")));
      writer.commitTransaction();
    }

    // Two events and two markers.
    Positions to = from.withNext(0, from.next(0) + 4);

    assertThat(readTo(log, from, to)).containsExactly(event("fay", "meant"));
    assertThat(log.end()).isEqualTo(to);
  }

  @Test
  void wakesAPollThatWaits() throws Exception {
    try (LogReader reader = log.read(log.end())) {
      Thread waker = Thread.ofVirtual().start(reader::wakeup);
      assertThat(reader.poll(LogFixture.PATIENCE, LogFixture.MIB)).isEmpty();
      waker.join();
    }
  }

  @Test
  void handsOverFewLargeEventsAtATimeHoweverWellTheyCompress() {
    Positions from = log.end();
    String properties = "{\"text\":\"" + "x".repeat(60_000) + "\"}";
    for (int i = 0; i < 10; i++) {
      append(
          log,
          IntStream.range(0, 200)
              .mapToObj(each -> event("user-" + each, "large-" + each, properties))
              .toArray(Event[]::new));
    }
    Positions to = log.end();

    long enough = 8 * LogFixture.MIB;
    long mostAtOnce = 0;
    int read = 0;
    try (LogReader reader = log.read(from)) {
      while (!reader.position().covers(to)) {
        List<LogRecord> polled = reader.poll(LogFixture.PATIENCE, enough);
        long bytes = polled.stream().mapToLong(each -> each.value().length).sum();
        mostAtOnce = Math.max(mostAtOnce, bytes);
        read += polled.size();
      }
    }

    assertThat(read).isEqualTo(2_000);
    assertThat(mostAtOnce).isBetween(enough / 2, enough + 32 * 61_000L);
  }

  @Test
  void countsWhatItWrites() {
    long written = log.bytesWritten();
    long onDisk = log.bytesOnDisk();
    long counted = metrics.eventCount("log");

    append(log, event("gus", "1", "{\"x\":\"" + "x".repeat(1000) + "\"}"));

    assertThat(log.bytesWritten()).isGreaterThan(written);
    assertThat(log.bytesOnDisk()).isGreaterThan(onDisk);
    assertThat(metrics.eventCount("log")).isEqualTo(counted + 1);
  }

  private static KafkaLogConfig elsewhere(long bufferBytes) {
    return LogFixture.elsewhere(Objects.requireNonNull(log.embeddedServers()), bufferBytes);
  }

  private static Map<String, Object> servers() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", Objects.requireNonNull(log.embeddedServers()));
    return properties;
  }

  private static ProducerRecord<byte[], byte[]> inPartitionZero(Event event) {
    return new ProducerRecord<>(
        KafkaEventLog.EVENTS, 0, EventFormat.key(event), EventFormat.encode(event));
  }

  private static List<JsonNode> newestRejections(int count) {
    TopicPartition rejected = new TopicPartition(KafkaEventLog.REJECTED, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(servers(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(rejected));
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(rejected)).get(rejected));
      consumer.seek(rejected, end - count);
      List<JsonNode> found = new ArrayList<>();
      while (consumer.position(rejected) < end) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
          found.add(new JsonMapper().readTree(each.value()));
        }
      }
      return found;
    }
  }

  private static Consumer<CompletionException> isFault(Fault fault) {
    return failure ->
        assertThat(failure.getCause())
            .isInstanceOfSatisfying(
                MillraceException.class, cause -> assertThat(cause.fault()).isEqualTo(fault));
  }
}

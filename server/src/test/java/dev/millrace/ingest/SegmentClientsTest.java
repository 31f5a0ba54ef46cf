package dev.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.messages.AliasMessage;
import com.segment.analytics.messages.GroupMessage;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.Message;
import com.segment.analytics.messages.MessageBuilder;
import com.segment.analytics.messages.PageMessage;
import com.segment.analytics.messages.ScreenMessage;
import com.segment.analytics.messages.TrackMessage;
import dev.millrace.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Segment's own clients, unmodified, against the server: each of their calls is read right. */
@Timeout(120)
class SegmentClientsTest {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis() * 1_000;

  private final IngestServer server = new IngestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void readsAllCallsOfTheNodeClient() throws IOException, InterruptedException {
    Path folder = Path.of("src/test/segment-node");
    assertThat(folder.resolve("node_modules"))
        .as("run npm ci in %s, as ./verify does", folder)
        .isDirectory();
    Path output = Files.createTempFile("segment-node", ".json");
    Process node =
        new ProcessBuilder("node", "send.mjs", "http://127.0.0.1:" + server.port(), "write-key")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(node.waitFor()).as(Files.readString(output)).isZero();
    Files.delete(output);

    assertCalls();
    assertThat(server.log.events().get(1).properties())
        .hasToString("{\"amount\":9.5,\"items\":[\"a\",\"b\"]}");
    assertThat(server.log.events())
        .allSatisfy(
            event -> assertThat(event.context().toString()).contains("@segment/analytics-node"));
    assertThat(server.log.events().get(2).context().toString()).contains("\"ip\":\"::1\"");
  }

  @Test
  void readsAllCallsOfTheJavaClient() throws InterruptedException {
    Date minuteAgo = Date.from(Instant.now().minus(Duration.ofMinutes(1)));
    List<MessageBuilder<?, ?>> calls =
        List.of(
            IdentifyMessage.builder()
                .userId("ann")
                .traits(Map.of("name", "Änn 😀"))
                .timestamp(minuteAgo),
            TrackMessage.builder("Order Completed")
                .userId("ann")
                .properties(Map.of("amount", 9.5))
                .timestamp(minuteAgo),
            TrackMessage.builder("Opened").anonymousId("device-1").context(Map.of("ip", "::1")),
            PageMessage.builder("Docs")
                .userId("ann")
                .category("Help")
                .properties(Map.of("url", "/docs")),
            ScreenMessage.builder("Home").userId("ann"),
            GroupMessage.builder("acme").userId("ann").traits(Map.of("size", 5)),
            AliasMessage.builder("device-1").userId("ann"));
    Receipts receipts = new Receipts(calls.size());
    Analytics client =
        Analytics.builder("write-key")
            .endpoint("http://127.0.0.1:" + server.port())
            .callback(receipts)
            .build();
    calls.forEach(client::enqueue);
    client.flush();
    receipts.done.await();
    client.shutdown();

    assertThat(receipts.failures).isEmpty();
    assertCalls();
    assertThat(server.log.events().get(1).properties()).hasToString("{\"amount\":9.5}");
    assertThat(server.log.events())
        .allSatisfy(event -> assertThat(event.context().toString()).contains("analytics-java"));
    assertThat(server.log.events().get(2).context().toString()).contains("\"ip\":\"::1\"");
  }

  /** The calls that both clients send, in this order. */
  private void assertCalls() {
    List<Event> events = server.log.events();
    assertThat(server.log.rejections()).isEmpty();
    assertThat(events)
        .extracting(Event::name)
        .containsExactly(
            "$identify", "Order Completed", "Opened", "$page", "$screen", "$group", "$alias");
    assertThat(events)
        .extracting(Event::user)
        .containsExactly("ann", "ann", "device-1", "ann", "ann", "ann", "ann");
    assertThat(events.stream().map(Event::id).collect(Collectors.toSet())).hasSize(7);
    assertThat(properties(0)).contains("\"name\":\"Änn 😀\"");
    assertThat(properties(3))
        .contains("\"url\":\"/docs\"", "\"name\":\"Docs\"", "\"category\":\"Help\"");
    assertThat(properties(4)).contains("\"name\":\"Home\"");
    assertThat(properties(5)).contains("\"size\":5", "\"groupId\":\"acme\"");
    assertThat(properties(6)).contains("\"previousId\":\"device-1\"");
    for (Event event : events.subList(0, 2)) {
      long age = IngestServer.NOW_MICROS - event.time();
      assertThat(event.hasSent()).isTrue();
      assertThat(age).isBetween(MINUTE, 2 * MINUTE);
    }
  }

  private String properties(int index) {
    return server.log.events().get(index).properties().toString();
  }

  private static final class Receipts implements Callback {
    private final CountDownLatch done;
    private final List<Throwable> failures = new ArrayList<>();

    Receipts(int calls) {
      done = new CountDownLatch(calls);
    }

    @Override
    public void success(Message message) {
      done.countDown();
    }

    @Override
    public synchronized void failure(Message message, Throwable thrown) {
      failures.add(thrown);
      done.countDown();
    }
  }
}

package dev.millrace.realinput;

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
import dev.millrace.RunningServer;
import dev.millrace.event.Positions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Segment's own clients, unmodified, against the server over a network that delivers everything
 * more than once: each of their calls is counted right, and once.
 */
@Timeout(180)
class SegmentClientsIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int CALLS = 7;

  @TempDir private Path folder;
  private RunningServer server;

  @BeforeEach
  void start() {
    server = RunningServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void countsAllCallsOfTheNodeClientWhichSendsAgainWhatWasNotAnswered()
      throws IOException, InterruptedException {
    Path client = Path.of("src/test/segment-node");
    assertThat(client.resolve("node_modules"))
        .as("run npm ci in %s, as ./verify does", client)
        .isDirectory();
    Path output = Files.createTempFile("segment-node", ".json");
    try (Repeating network = new Repeating(server.url(), 1)) {
      Process node =
          new ProcessBuilder("node", "send.mjs", network.url(), server.writeKey())
              .directory(client.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(node.waitFor()).as(Files.readString(output)).isZero();
      assertThat(network.delivered()).isEqualTo(4);
      awaitDelivered(4);
    } finally {
      Files.delete(output);
    }

    assertCounted();
    assertThat(value("count", "[\"Order Completed\"]", "items", "set", null)).isEqualTo(1);
    assertContexts("@segment/analytics-node");
  }

  @Test
  void countsAllCallsOfTheJavaClient() throws IOException, InterruptedException {
    Date minuteAgo = Date.from(Instant.now().minus(Duration.ofMinutes(1)));
    List<MessageBuilder<?, ?>> calls =
        List.of(
            IdentifyMessage.builder()
                .userId("ann")
                .traits(Map.of("plan", "pro", "name", "Änn 😀"))
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
    try (Repeating network = new Repeating(server.url(), 0)) {
      Analytics client =
          Analytics.builder(server.writeKey()).endpoint(network.url()).callback(receipts).build();
      calls.forEach(client::enqueue);
      client.flush();
      receipts.done.await();
      client.shutdown();
      assertThat(receipts.failures).isEmpty();
      awaitDelivered(2);
    }

    assertCounted();
    assertContexts("analytics-java");
  }

  /** The log has every delivery of every call; the store is asked only once it has read them. */
  private void awaitDelivered(int times) {
    server.awaitStored(Positions.parse("0:" + (times * CALLS - 1)));
  }

  /** The calls that both clients send. */
  private void assertCounted() {
    JsonNode names = server.query("{\"every\":\"none\",\"from\":\"-1h\",\"by\":[\"name\"]}");
    Map<String, Long> counts = new TreeMap<>();
    names.path("rows").forEach(row -> counts.put(row.path(0).asString(), row.path(1).asLong()));
    assertThat(counts)
        .isEqualTo(
            Map.of(
                "$identify",
                1L,
                "Order Completed",
                1L,
                "Opened",
                1L,
                "$page",
                1L,
                "$screen",
                1L,
                "$group",
                1L,
                "$alias",
                1L));
    JsonNode users = server.query("{\"every\":\"none\",\"from\":\"-1h\",\"by\":[\"user\"]}");
    assertThat(users.path("rows").toString()).isEqualTo("[[\"ann\",6],[\"device-1\",1]]");

    assertThat(value("sum(amount)", "[]", "amount", "set", null)).isEqualTo(9.5);
    assertThat(value("count", "[\"$identify\"]", "plan", "=", "pro")).isEqualTo(1);
    assertThat(value("count", "[\"$page\"]", "url", "=", "/docs")).isEqualTo(1);
    assertThat(value("count", "[\"$page\"]", "category", "=", "Help")).isEqualTo(1);
    assertThat(value("sum(size)", "[\"$group\"]", "groupId", "=", "acme")).isEqualTo(5);
    assertThat(value("count", "[\"$alias\"]", "previousId", "=", "device-1")).isEqualTo(1);
    // The property, not the event's own name, which "name" means in a question.
    assertThat(listed("$identify").path("properties").path("name").asString()).isEqualTo("Änn 😀");
    assertThat(listed("$page").path("properties").path("name").asString()).isEqualTo("Docs");
    assertThat(listed("$screen").path("properties").path("name").asString()).isEqualTo("Home");
    for (String timed : List.of("$identify", "Order Completed")) {
      JsonNode event = listed(timed);
      Duration age =
          Duration.between(
              Instant.parse(event.path("time").asString()),
              Instant.parse(event.path("received").asString()));
      assertThat(event.has("sent")).isTrue();
      assertThat(age).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
    }
  }

  private void assertContexts(String library) {
    JsonNode events =
        JSON.readTree(server.get("/v1/events", server.readKey()).body()).path("events");
    assertThat(events).hasSize(CALLS);
    assertThat(events)
        .allSatisfy(event ->
            assertThat(event.path("context").path("library").path("name").asString())
                .isEqualTo(library));
    assertThat(listed("Opened").path("context").path("ip").asString()).isEqualTo("::1");
  }

  /** The only stored event of that name. */
  private JsonNode listed(String name) {
    String path = "/v1/events?name=" + name.replace(" ", "%20").replace("$", "%24");
    JsonNode events = JSON.readTree(server.get(path, server.readKey()).body()).path("events");
    assertThat(events).hasSize(1);
    return events.path(0);
  }

  private double value(
      String measure, String events, String property, String op, @Nullable String value) {
    JsonNode answer =
        server.query(
            "{\"measures\":[\"%s\"],\"every\":\"none\",\"from\":\"-1h\",\"events\":%s,\"where\":{\"property\":\"%s\",\"op\":\"%s\"%s}}"
                .formatted(
                    measure,
                    events,
                    property,
                    op,
                    value == null ? "" : ",\"value\":\"" + value + "\""));
    return answer.path("rows").path(0).path(0).asDouble();
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

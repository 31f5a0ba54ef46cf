package dev.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Positions;
import dev.millrace.http.HttpConfig;
import dev.millrace.http.HttpServer;
import dev.millrace.http.Key;
import dev.millrace.http.Keys;
import dev.millrace.http.Scope;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.StorePosition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over HTTP, when one question may run at a time and none may wait for its turn. */
@Timeout(60)
class CrowdedQuestionsTest {
  private static final QueryConfig CONFIG =
      new QueryConfig(1, 0, Duration.ofSeconds(5), 10, Duration.ofSeconds(30), 200_000, 64 * 1024);

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger answered = new AtomicInteger();
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore goOn = new Semaphore(0);
  private volatile boolean slow;
  private final ScriptedStore store =
      new ScriptedStore(_ -> {
        answered.incrementAndGet();
        if (slow) {
          begun.release();
          goOn.acquireUninterruptibly();
        }
        return ScriptedStore.NOTHING;
      });
  private final HttpServer server = start();

  private HttpServer start() {
    QueryEngine engine =
        new QueryEngine(
            store,
            CONFIG,
            new Metrics(),
            InstantSource.fixed(Instant.parse("2026-03-10T12:00:00Z")));
    Keys keys = new Keys(List.of(new Key("reader", "p", Scope.READ, false)));
    return new HttpServer(
        HttpConfig.defaults().withPort(0), List.of(new QueryRoutes(engine, store, CONFIG, keys)));
  }

  @AfterEach
  void stop() {
    goOn.release(100);
    client.shutdownNow();
    server.close();
  }

  @Test
  void equalQuestionsShareOneTurn() {
    slow = true;
    CompletableFuture<HttpResponse<String>> first = ask("2026-03-01");
    begun.acquireUninterruptibly();
    CompletableFuture<HttpResponse<String>> second = ask("2026-03-01");
    CompletableFuture<HttpResponse<String>> other = ask("2026-03-02");

    // Another question finds no turn, so the equal one has not needed any.
    assertThat(other.join().statusCode()).isEqualTo(503);
    goOn.release();

    assertThat(first.join().statusCode()).isEqualTo(200);
    assertThat(second.join().statusCode()).isEqualTo(200);
    assertThat(second.join().body()).contains("\"cached\":true");
    assertThat(answered).hasValue(1);
  }

  @Test
  void thoseWithoutATurnAreToldWhenToAskAgain() {
    slow = true;
    CompletableFuture<HttpResponse<String>> first = ask("2026-03-01");
    begun.acquireUninterruptibly();

    HttpResponse<String> refused = ask("2026-03-02").join();

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    assertThat(refused.body()).contains("\"query_overloaded\"");
    goOn.release();
    assertThat(first.join().statusCode()).isEqualTo(200);
  }

  @Test
  void thoseWithoutATurnGetTheAnswerFromBeforeIfThereIsOne() {
    assertThat(ask("2026-03-01").join().body()).contains("\"stale\":false");
    store.commits().moveTo(new StorePosition("log", Positions.ofNext(2)));
    slow = true;
    CompletableFuture<HttpResponse<String>> running = ask("2026-03-02");
    begun.acquireUninterruptibly();

    HttpResponse<String> stale = ask("2026-03-01").join();

    assertThat(stale.statusCode()).isEqualTo(200);
    assertThat(stale.body()).contains("\"stale\":true").contains("\"age_ms\":");
    goOn.release();
    assertThat(running.join().statusCode()).isEqualTo(200);
  }

  @Test
  void listingsWaitForATurnLikeQuestions() {
    slow = true;
    CompletableFuture<HttpResponse<String>> first = ask("2026-03-01");
    begun.acquireUninterruptibly();

    for (String path :
        List.of("/v1/events", "/v1/schema", "/v1/users/ada", "/v1/users/ada/events")) {
      HttpResponse<String> refused = get(path).join();
      assertThat(refused.statusCode()).as(path).isEqualTo(503);
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
    }
    goOn.release();
    assertThat(first.join().statusCode()).isEqualTo(200);
    assertThat(answered).hasValue(1);
  }

  private CompletableFuture<HttpResponse<String>> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
            .header("authorization", "Bearer reader")
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> ask(String from) {
    String question =
        "{\"measures\":[\"count\"],\"every\":\"none\",\"to\":\"2026-03-09\",\"from\":\"%s\"}"
            .formatted(from);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/v1/query"))
            .header("authorization", "Bearer reader")
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question))
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }
}

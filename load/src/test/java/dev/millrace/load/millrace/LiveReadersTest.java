package dev.millrace.load.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveReadersTest {
  private static final int PATIENCE_SECONDS = 30;

  private interface Answer {
    void to(HttpExchange exchange, int number) throws IOException;
  }

  /** Lets one reader watch until it has asked twice. */
  private static LiveReaders askTwice(Answer answer) throws IOException, InterruptedException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch twice = new CountDownLatch(2);
    server.createContext(
        "/v1/live",
        exchange -> {
          answer.to(exchange, asked.incrementAndGet());
          exchange.close();
          twice.countDown();
        });
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    LiveReaders readers = new LiveReaders(new ServerAccess(url, "w", "r"), 1);
    readers.start();
    assertThat(twice.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    readers.close();
    server.stop(0);
    return readers;
  }

  @Test
  void answerThatIsNoStreamIsAFailure() throws IOException, InterruptedException {
    LiveReaders readers = askTwice((exchange, _) -> exchange.sendResponseHeaders(401, -1));

    assertThat(readers.figures().failures(0)).contains("× 401");
    assertThat(readers.figures().latencies(0).count()).isZero();
  }

  @Test
  void opensAStreamAgainThatHasEnded() throws IOException, InterruptedException {
    LiveReaders readers =
        askTwice((exchange, _) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange
              .getResponseBody()
              .write(
                  "data: {\"meta\":{\"from\":\"x\",\"to\":\"%s\"},\"padding\":\"of a usual length\"}\n\n"
                      .formatted(OffsetDateTime.now())
                      .getBytes(StandardCharsets.UTF_8));
        });

    assertThat(readers.figures().failures(0)).contains("stream ended");
    assertThat(readers.figures().latencies(0).count()).isPositive();
  }
}

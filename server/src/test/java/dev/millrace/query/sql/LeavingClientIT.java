package dev.millrace.query.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Work for a client that has left ends, long before its time limit. */
class LeavingClientIT {
  private static final String ENDLESS = "select count(*) from range(10000000) a, range(10000000) b";

  @TempDir private static Path folder;
  private static SqlServer server;

  @BeforeAll
  static void start() {
    server =
        SqlServer.start(
            folder,
            Map.of("sql.time-limit", "1h", "sql.max-running", "1", "sql.max-queue-wait", "1h"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @Timeout(60)
  void cancelsWhatItsClientDoesNotWaitForAnyMore() throws IOException, InterruptedException {
    try (Socket _ = send(ENDLESS)) {
      awaitRunning(1);
    }

    awaitRunning(0);
  }

  @Test
  @Timeout(60)
  void othersWaitForTheirTurnAndLeaveTheQueue() throws IOException, InterruptedException {
    try (Socket first = send(ENDLESS)) {
      awaitRunning(1);
      try (Socket _ = send("select 1")) {
        awaitQueued(1);
      }
      awaitQueued(0);
      try (Socket third = send("select 1")) {
        awaitQueued(1);
        first.close();
        assertThat(firstLine(third)).isEqualTo("HTTP/1.1 200 OK");
      }
    }
    awaitRunning(0);
  }

  @Test
  @Timeout(60)
  void answersTheNextRequestOfAConnectionThatHadToWait() throws IOException {
    String slow =
        "select count(*) from range(20000) a, range(100000) b where hash(a.range, b.range) = 0";
    try (Socket client = send(slow)) {
      assertThat(firstLine(client)).isEqualTo("HTTP/1.1 200 OK");
      client.getOutputStream().write(request("select 1"));
      assertThat(firstLine(client)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  private static void awaitRunning(int statements) throws InterruptedException {
    await("running", statements);
  }

  private static void awaitQueued(int statements) throws InterruptedException {
    await("queued", statements);
  }

  private static void await(String queue, int statements) throws InterruptedException {
    String wanted =
        "millrace_queue_depth{queue=\"%s\",stage=\"sql\"} %d.0".formatted(queue, statements);
    while (!server.server().get("/metrics", "").body().contains(wanted)) {
      Thread.sleep(Duration.ofMillis(20));
    }
  }

  private static Socket send(String statement) throws IOException {
    URI url = server.server().url();
    Socket client = new Socket(url.getHost(), url.getPort());
    client.getOutputStream().write(request(statement));
    return client;
  }

  private static byte[] request(String statement) {
    return ("POST /v1/sql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + SqlServer.READ_SQL
            + "\r\nContent-Type: text/plain\r\nContent-Length: "
            + statement.length()
            + "\r\n\r\n"
            + statement)
        .getBytes(UTF_8);
  }

  /** Reads one answer with a length, and returns its first line. */
  private static String firstLine(Socket client) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = client.getInputStream().read();
      assertThat(next).isNotNegative();
      head.append((char) next);
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElseThrow();
    client.getInputStream().readNBytes(length);
    return head.toString().lines().findFirst().orElseThrow();
  }
}

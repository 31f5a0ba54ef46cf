package dev.millrace.app.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server that takes events as Millrace does, and fails as it is told to before. Events whose name
 * is "bad" are refused.
 */
public final class FaultyServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpServer server;
  private final Deque<Answer> failures = new ArrayDeque<>();
  private final List<JsonNode> accepted = new ArrayList<>();
  private final List<String> questions = new ArrayList<>();
  private int maxEvents = Integer.MAX_VALUE;
  private int requests;
  private int running;
  private int mostRunning;

  private record Answer(int status, String retryAfter) {}

  public FaultyServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/events", this::events);
    server.createContext("/v1/query", this::query);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next request is answered so; several calls make several failures. */
  public synchronized void failNext(int status, String retryAfter) {
    failures.add(new Answer(status, retryAfter));
  }

  public synchronized void refuseMoreThan(int events) {
    maxEvents = events;
  }

  public synchronized List<JsonNode> accepted() {
    return List.copyOf(accepted);
  }

  public synchronized List<String> questions() {
    return List.copyOf(questions);
  }

  public synchronized int requests() {
    return requests;
  }

  public synchronized int mostRunning() {
    return mostRunning;
  }

  private void events(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    synchronized (this) {
      running++;
      mostRunning = Math.max(mostRunning, running);
    }
    answer(exchange, new String(body, UTF_8));
  }

  private synchronized void answer(HttpExchange exchange, String body) throws IOException {
    requests++;
    running--;
    Answer failure = failures.poll();
    List<String> lines = body.lines().toList();
    if (failure != null) {
      exchange.getResponseHeaders().add("retry-after", failure.retryAfter());
      send(exchange, failure.status(), problem("ingest_overloaded"));
    } else if (lines.size() > maxEvents) {
      send(exchange, 413, problem("batch_too_large"));
    } else {
      List<String> rejected = new ArrayList<>();
      for (int index = 0; index < lines.size(); index++) {
        JsonNode event = JSON.readTree(lines.get(index));
        if (event.path("event").asString("").equals("bad")) {
          rejected.add(
              "{\"index\":" + index + ",\"code\":\"invalid_event\",\"message\":\"it is bad\"}");
        } else {
          accepted.add(event);
        }
      }
      exchange.getResponseHeaders().add("millrace-position", "0:" + (accepted.size() - 1));
      send(
          exchange,
          200,
          "{\"accepted\":"
              + (lines.size() - rejected.size())
              + ",\"rejected\":["
              + String.join(",", rejected)
              + "]}");
    }
  }

  private void query(HttpExchange exchange) throws IOException {
    String question = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    synchronized (this) {
      questions.add(question);
    }
    String key = exchange.getRequestHeaders().getFirst("authorization");
    if ("Bearer write".equals(key)) {
      send(exchange, 403, problem("forbidden"));
    } else if (question.contains("nonsense")) {
      send(exchange, 400, problem("invalid_question"));
    } else {
      send(
          exchange,
          200,
          """
          {"columns":["time","plan","count","sum(amount)"],
           "rows":[["2026-01-01T00:00:00Z","pro",1200,1.5],["2026-01-01T01:00:00Z",null,7,null]],
           "meta":{"elapsed_ms":1.25,"source":"events","timezone":"UTC","approximate":false}}\
          """);
    }
  }

  private static String problem(String code) {
    return "{\"title\":\"no\",\"code\":\"" + code + "\",\"detail\":\"not now\",\"hint\":\"later\"}";
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

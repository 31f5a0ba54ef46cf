package dev.millrace.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One page in a headless Chromium, driven over its DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final WebSocket socket;
  private final String session;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new ArrayList<>();

  private Browser(Process process, String address) {
    this.process = process;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Listener())
            .join();
    JsonNode target = call(null, "Target.createTarget", Map.of("url", "about:blank"));
    session =
        call(
                null,
                "Target.attachToTarget",
                Map.of("targetId", target.get("targetId").stringValue(), "flatten", true))
            .get("sessionId")
            .stringValue();
    call("Page.enable", Map.of());
    call("Runtime.enable", Map.of());
    call("Log.enable", Map.of());
  }

  /** Chromium where Debian and others put it; empty if the machine has none. */
  static Optional<Path> installed() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * @param profile an empty folder
   */
  static Browser start(Path program, Path profile) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Path file = profile.resolve("DevToolsActivePort");
      long deadline = System.nanoTime() + START_LIMIT.toNanos();
      List<String> lines = List.of();
      while (lines.size() < 2) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IOException("the browser did not start");
        }
        Thread.sleep(50);
        lines = Files.exists(file) ? Files.readAllLines(file) : lines;
      }
      return new Browser(process, "ws://127.0.0.1:" + lines.get(0) + lines.get(1));
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  Browser size(int width, int height, boolean dark) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    return this;
  }

  Browser open(String address) {
    call("Page.navigate", Map.of("url", address));
    return this;
  }

  /** The value of an expression, as text. */
  String text(String expression) {
    JsonNode answer = call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")"));
    return answer.path("result").path("value").asString("");
  }

  /** Waits until the text of the expression is as wanted. */
  String await(String expression, Predicate<String> wanted) throws InterruptedException {
    String text = text(expression);
    while (!wanted.test(text)) {
      Thread.sleep(50);
      text = text(expression);
    }
    return text;
  }

  void screenshot(Path file) throws IOException {
    JsonNode answer = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode(answer.get("data").stringValue()));
  }

  /** Errors that the page has logged: exceptions, refused loads, violations of its policy. */
  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  private JsonNode call(String method, Map<String, Object> parameters) {
    return call(session, method, parameters);
  }

  private JsonNode call(@Nullable String target, String method, Map<String, Object> parameters) {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    Map<String, Object> message =
        target == null
            ? Map.of("id", id, "method", method, "params", parameters)
            : Map.of("id", id, "method", method, "params", parameters, "sessionId", target);
    socket.sendText(JSON.writeValueAsString(message), true).join();
    return answer.orTimeout(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  private synchronized void receive(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = answers.remove(message.get("id").intValue());
      if (answer != null) {
        answer.complete(message.path("result"));
      }
      return;
    }
    String method = message.path("method").asString("");
    boolean failed =
        method.equals("Runtime.exceptionThrown")
            || (method.equals("Log.entryAdded")
                && message.at("/params/entry/level").asString("").equals("error"));
    if (failed) {
      complaints.add(message.get("params").toString());
    }
  }

  @Override
  public void close() throws InterruptedException {
    socket.abort();
    // Its children write to the profile until they are gone, and are nobody's once it is.
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
    children.forEach(child -> child.onExit().join());
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        receive(JSON.readTree(message.toString()));
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}

package dev.millrace.live;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Reads one stream of server-sent events, as any client would. */
final class SseClient implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;

  /** An event; a comment has the name {@code comment}. */
  record Message(String name, String id, String data) {}

  /**
   * @param headers names and values in turn
   */
  SseClient(int port, String path, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  static String encode(String question) {
    return URLEncoder.encode(question, StandardCharsets.UTF_8);
  }

  int status() {
    return response.statusCode();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** All that is left, for an answer that is no stream. */
  String rest() throws IOException {
    return lines.readAllAsString();
  }

  /** Whether the stream ends here, with no more in it than a hint when to come back. */
  boolean ends() throws IOException {
    return lines.lines().noneMatch(line -> line.startsWith("data"));
  }

  /** The next event or comment. */
  Message next() throws IOException {
    String name = "message";
    String id = "";
    String data = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() && !(data.isEmpty() && name.equals("message"))) {
        return new Message(name, id, data);
      } else if (line.startsWith(":")) {
        name = "comment";
        data = line.substring(1).strip();
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      }
    }
    throw new EOFException("the stream has ended");
  }

  @Override
  public void close() throws IOException {
    lines.close();
    http.shutdownNow();
  }
}

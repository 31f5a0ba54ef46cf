package dev.millrace.load.millrace;

import dev.millrace.event.Positions;
import dev.millrace.load.population.Batch;
import dev.millrace.load.target.Delivery;
import dev.millrace.load.target.Sender;
import dev.millrace.load.wire.EventLines;
import dev.millrace.load.wire.HttpAnswer;
import dev.millrace.load.wire.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends batches to {@code POST /v1/events} and reads what has become of them. */
public final class MillraceSender implements Sender {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String TYPE = "application/x-ndjson";

  private final HttpConnection connection;
  private final EventLines lines;
  private final boolean checks;
  private final Consumer<Positions> reached;

  private MillraceSender(
      URI url,
      String key,
      String token,
      Duration patience,
      boolean checks,
      Consumer<Positions> reached)
      throws IOException {
    connection = new HttpConnection(url, key, patience);
    lines = new EventLines(token);
    this.checks = checks;
    this.reached = reached;
  }

  /** A sender that believes every 2xx. */
  public static Sender unchecked(URI url, String token, Duration patience) throws IOException {
    return new MillraceSender(url, "", token, patience, false, _ -> {});
  }

  /**
   * A sender that compares the outcome of each event with what it must be.
   *
   * @param reached told how far the log has each batch
   */
  static Sender checked(
      URI url, String key, String token, Duration patience, Consumer<Positions> reached)
      throws IOException {
    return new MillraceSender(url, key, token, patience, true, reached);
  }

  @Override
  public Delivery send(Batch batch) throws IOException {
    lines.write(batch);
    HttpAnswer answer = connection.post("/v1/events", TYPE, lines.bytes(), lines.length());
    if (answer.isSuccessful()) {
      return checks ? compare(batch, answer) : new Delivery.Acknowledged();
    }
    String reason = answer.status() + " " + code(answer);
    return switch (answer.status()) {
      case 408, 429, 503 -> new Delivery.Refused(reason.strip(), answer.retryAfterMillis());
      default ->
          answer.status() / 100 == 4
              ? new Delivery.Rejected(reason.strip())
              : new Delivery.Unknown(reason.strip());
    };
  }

  private Delivery compare(Batch batch, HttpAnswer answer) {
    reached.accept(Positions.parse(answer.position()));
    int good = batch.good();
    String text = answer.text();
    if (text.startsWith("{\"accepted\":" + good + ",\"rejected\":[") && good == batch.size()) {
      return new Delivery.Acknowledged();
    }
    JsonNode outcome = JSON.readTree(text);
    int accepted = outcome.path("accepted").asInt(-1);
    boolean right = accepted == good && rejectsTheBad(batch, outcome.path("rejected"));
    return right
        ? new Delivery.Acknowledged()
        : new Delivery.Wrong("of " + batch.size() + " with " + good + " good: " + text);
  }

  private static boolean rejectsTheBad(Batch batch, JsonNode rejected) {
    return rejected.size() == batch.size() - batch.good()
        && rejected
            .valueStream()
            .noneMatch(each -> batch.actions().get(each.path("index").asInt()).good());
  }

  private static String code(HttpAnswer answer) {
    try {
      return JSON.readTree(answer.body()).path("code").asString("");
    } catch (JacksonException _) {
      return "";
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException _) {
      // Closed all the same.
    }
  }
}

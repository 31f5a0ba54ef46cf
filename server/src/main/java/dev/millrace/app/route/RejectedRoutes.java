package dev.millrace.app.route;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Keys;
import dev.millrace.http.Scope;
import dev.millrace.log.EventLog;
import dev.millrace.log.Rejection;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/rejected}: the newest refused events, for the people who mend their senders. */
public final class RejectedRoutes implements HttpService {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int DEFAULT_SAMPLES = 20;
  private static final int MAX_SAMPLES = 200;

  /** Of the refused bytes, so many are shown. */
  private static final int SHOWN_BYTES = 2_000;

  private final EventLog log;
  private final Keys keys;

  public RejectedRoutes(EventLog log, Keys keys) {
    this.log = log;
    this.keys = keys;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/v1/rejected", this::answer);
  }

  private void answer(ServerRequest request, ServerResponse response) {
    String project = keys.require(request, Scope.READ).project();
    int limit = limit(request.query().first("limit").orElse(Integer.toString(DEFAULT_SAMPLES)));
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("rejected");
    log.newestRejections(project, limit).forEach(each -> write(list.addObject(), each));
    response
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(JSON.writeValueAsBytes(answer));
  }

  private static void write(ObjectNode entry, Rejection rejection) {
    byte[] bytes = rejection.original();
    int shown = Math.min(bytes.length, SHOWN_BYTES);
    while (shown > 0 && shown < bytes.length && isInsideOfCharacter(bytes[shown])) {
      shown--;
    }
    String original = new String(bytes, 0, shown, StandardCharsets.UTF_8);
    entry.put("received", Instant.EPOCH.plus(rejection.received(), ChronoUnit.MICROS).toString());
    entry.put("code", rejection.fault().code());
    entry.put("message", rejection.message());
    boolean whole = rejection.originalBytes() <= SHOWN_BYTES;
    entry.put("original", whole ? original : original + "…");
    entry.put("original_bytes", rejection.originalBytes());
  }

  private static boolean isInsideOfCharacter(byte utf8) {
    return (utf8 & 0xC0) == 0x80;
  }

  private static int limit(String text) {
    if (!text.matches("\\d{1,3}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MAX_SAMPLES) {
      throw new MillraceException(
          Fault.INVALID_REQUEST, "limit is a whole number from 1 to " + MAX_SAMPLES);
    }
    return Integer.parseInt(text);
  }
}

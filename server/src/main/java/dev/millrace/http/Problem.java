package dev.millrace.http;

import dev.millrace.fault.Fault;
import dev.millrace.fault.FaultKind;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/**
 * A fault as HTTP says it: an RFC 9457 problem.
 *
 * @param status the fault's own, except where HTTP itself asks for another
 * @param detail what is wrong with this request
 * @param hint the way forward, if one is known
 */
public record Problem(Fault fault, int status, String detail, @Nullable String hint) {
  static final Header CONTENT_TYPE =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/problem+json");

  private static final JsonFactory JSON = new JsonFactory();
  private static final Header CHALLENGE =
      HeaderValues.createCached(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"millrace\"");
  private static final int OVERLOAD_RETRY_SECONDS = 1;
  private static final int OUTAGE_RETRY_SECONDS = 5;

  public Problem(Fault fault, String detail, @Nullable String hint) {
    this(fault, fault.status(), detail, hint);
  }

  /** Answers with this problem; headers that were set before stay. */
  public void send(ServerResponse response) {
    response.status(status).header(CONTENT_TYPE);
    if (fault.retryable()) {
      response.header(HeaderNames.RETRY_AFTER, retryAfter());
    }
    if (fault == Fault.UNAUTHENTICATED) {
      response.header(CHALLENGE);
    }
    response.send(json());
  }

  /** Seconds after which the same request may succeed, for a retryable fault. */
  String retryAfter() {
    return Integer.toString(
        fault.kind() == FaultKind.OVERLOAD ? OVERLOAD_RETRY_SECONDS : OUTAGE_RETRY_SECONDS);
  }

  /** One line of UTF-8. */
  public byte[] json() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringProperty("type", "urn:millrace:problem:" + fault.code());
      json.writeStringProperty("title", title());
      json.writeNumberProperty("status", status);
      json.writeStringProperty("code", fault.code());
      json.writeStringProperty("detail", detail);
      if (hint != null) {
        json.writeStringProperty("hint", hint);
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private String title() {
    String words = fault.code().replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}

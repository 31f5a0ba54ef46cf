package dev.millrace.http;

import dev.millrace.fault.Fault;
import dev.millrace.fault.FaultKind;
import dev.millrace.fault.MillraceException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where what a route throws, and what the server refuses before any route sees it,
 * becomes a {@link Problem}, and where it is logged.
 */
final class ProblemHandlers {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandlers.class);

  /** An outage fails every request in the same way, so it is logged once in this time. */
  private static final long OUTAGE_LOG_NANOS = 10_000_000_000L;

  private final Map<Fault, AtomicLong> lastLogged = new EnumMap<>(Fault.class);

  ProblemHandlers() {
    for (Fault fault : Fault.values()) {
      lastLogged.put(fault, new AtomicLong(System.nanoTime() - OUTAGE_LOG_NANOS));
    }
  }

  void register(HttpRouting.Builder routing) {
    routing.error(MillraceException.class, this::expected);
    routing.error(HttpException.class, this::refused);
    routing.error(Throwable.class, this::unexpected);
  }

  /** For requests that the server itself cannot make sense of. */
  static DirectHandlers direct() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, ProblemHandlers::unreadable);
    }
    return handlers.build();
  }

  private void expected(ServerRequest request, ServerResponse response, MillraceException thrown) {
    Fault fault = thrown.fault();
    if (fault.kind() == FaultKind.INTERNAL) {
      logDefect(request, thrown);
    } else if (fault.kind() == FaultKind.EXTERNAL) {
      logOutage(request, thrown);
    }
    leaveBody(request, response, fault);
    new Problem(fault, thrown.getMessage(), thrown.hint()).send(response);
  }

  private void refused(ServerRequest request, ServerResponse response, HttpException thrown) {
    Fault fault = faultOf(thrown.status());
    leaveBody(request, response, fault);
    new Problem(fault, thrown.status().code(), detail(thrown.getMessage(), fault), null)
        .send(response);
  }

  private void unexpected(ServerRequest request, ServerResponse response, Throwable thrown) {
    logDefect(request, thrown);
    leaveBody(request, response, Fault.INTERNAL_ERROR);
    new Problem(Fault.INTERNAL_ERROR, "the server failed; its log says why", null).send(response);
  }

  /**
   * What is left of a body is read and dropped by the server after the answer, so that the
   * connection can be used again, and a client that still sends does not fail before it has read
   * the answer. Where that could take long or could wait for ever, the connection is closed
   * instead; a body of known length is no longer than the server takes.
   */
  private static void leaveBody(ServerRequest request, ServerResponse response, Fault fault) {
    if (request.content().consumed()) {
      return;
    }
    boolean waitsForConsent =
        request.headers().contains(HeaderValues.EXPECT_100) && !request.continueSent();
    if (waitsForConsent
        || fault == Fault.REQUEST_TIMEOUT
        || request.headers().contains(HeaderValues.TRANSFER_ENCODING_CHUNKED)) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
  }

  private static DirectHandler.TransportResponse unreadable(
      DirectHandler.TransportRequest request,
      DirectHandler.EventType type,
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    Fault fault = faultOf(status);
    Problem problem = new Problem(fault, status.code(), detail(message, fault), null);
    headers.set(Problem.CONTENT_TYPE);
    headers.set(CrossOrigin.ANY_ORIGIN);
    if (fault.retryable()) {
      headers.set(HeaderNames.RETRY_AFTER, problem.retryAfter());
    }
    return DirectHandler.TransportResponse.builder()
        .status(status)
        .headers(headers)
        .keepAlive(false)
        .entity(problem.json())
        .build();
  }

  private static String detail(@Nullable String message, Fault fault) {
    return message == null || message.isBlank() ? fault.code().replace('_', ' ') : message;
  }

  private static Fault faultOf(Status status) {
    return switch (status.code()) {
      case 401 -> Fault.UNAUTHENTICATED;
      case 403 -> Fault.FORBIDDEN;
      case 404 -> Fault.NOT_FOUND;
      case 405 -> Fault.METHOD_NOT_ALLOWED;
      case 408 -> Fault.REQUEST_TIMEOUT;
      case 413 -> Fault.BODY_TOO_LARGE;
      case 415 -> Fault.UNSUPPORTED_MEDIA_TYPE;
      case 503 -> Fault.INGEST_OVERLOADED;
      default -> status.code() < 500 ? Fault.INVALID_REQUEST : Fault.INTERNAL_ERROR;
    };
  }

  private static void logDefect(ServerRequest request, Throwable thrown) {
    LOG.atError()
        .setCause(thrown)
        .addKeyValue("method", request.prologue().method().text())
        .addKeyValue("path", request.path().path())
        .log("request failed");
  }

  private void logOutage(ServerRequest request, MillraceException thrown) {
    AtomicLong last = lastLogged.getOrDefault(thrown.fault(), new AtomicLong());
    long now = System.nanoTime();
    long before = last.get();
    if (now - before >= OUTAGE_LOG_NANOS && last.compareAndSet(before, now)) {
      LOG.atWarn()
          .addKeyValue("code", thrown.fault().code())
          .addKeyValue("path", request.path().path())
          .addKeyValue("reason", thrown.getMessage())
          .log("request refused");
    }
  }
}

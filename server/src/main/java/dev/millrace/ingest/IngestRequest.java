package dev.millrace.ingest;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.FaultKind;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Key;
import dev.millrace.http.Keys;
import dev.millrace.http.MemoryBudget;
import dev.millrace.http.RequestBody;
import dev.millrace.http.Scope;
import dev.millrace.ingest.wire.Decoded;
import dev.millrace.ingest.wire.Undecoded;
import dev.millrace.log.Rejection;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through {@link #STEPS}, each of which leaves here what the next ones need.
 * Refusals are thrown. Owned by the connection's thread.
 */
final class IngestRequest implements AutoCloseable {

  /** All that happens to a request, in this order. The names are the tags of the metrics. */
  static final List<Step> STEPS =
      List.of(
          new Step("authenticate", IngestRequest::authenticate),
          new Step("check_type", IngestRequest::checkType),
          new Step("check_log", IngestRequest::checkLog),
          new Step("admit", IngestRequest::admit),
          new Step("read_body", IngestRequest::readBody),
          new Step("wait", IngestRequest::waitForPlace),
          new Step("parse", IngestRequest::parse),
          new Step("authenticate_body", IngestRequest::authenticateByBody),
          new Step("decode", IngestRequest::decode),
          new Step("check_quota", IngestRequest::checkQuota),
          new Step("append", IngestRequest::append),
          new Step("answer", IngestRequest::answer));

  record Step(String name, Consumer<IngestRequest> action) {}

  static final HeaderName POSITION = HeaderNames.create("millrace-position");

  /**
   * Events that the log gets at once, about. A batch that its context makes larger goes there piece
   * by piece, so that no more of it is encoded at once. If a later piece fails, the earlier ones
   * stay: a client that sends the batch again with the same ids has each event once.
   */
  private static final int APPEND_BYTES = 8 * 1024 * 1024;

  /** Also what browsers' beacons and {@code curl -d} send when nobody tells them better. */
  private static final Set<String> JSON_TYPES =
      Set.of(
          "",
          "application/json",
          "text/json",
          "text/plain",
          "application/octet-stream",
          "application/x-www-form-urlencoded");

  private static final Set<String> LINES_TYPES =
      Set.of("application/x-ndjson", "application/ndjson", "application/jsonl");

  private final Ingest ingest;
  private final Endpoint endpoint;
  private final ServerRequest request;
  private final ServerResponse response;
  private final MemoryBudget.Lease memory;
  private boolean inside;

  private @Nullable String project;
  private boolean lines;
  private byte[] body = {};
  private long received;
  private @Nullable Undecoded undecoded;
  private Decoded decoded = new Decoded(List.of(), List.of());
  private Positions position = Positions.NONE;

  IngestRequest(Ingest ingest, Endpoint endpoint, ServerRequest request, ServerResponse response) {
    this.ingest = ingest;
    this.endpoint = endpoint;
    this.request = request;
    this.response = response;
    this.memory = ingest.memory().lease();
  }

  /** By the header. Where the key may be in the body, its absence is no fault yet. */
  private void authenticate() {
    if (endpoint.allowsKeyInBody() && Keys.secret(request).isEmpty()) {
      return;
    }
    project = ingest.keys().require(request, Scope.WRITE).project();
  }

  private void checkType() {
    String header = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
    int parameters = header.indexOf(';');
    String type =
        (parameters < 0 ? header : header.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    lines = LINES_TYPES.contains(type);
    if (!lines && !JSON_TYPES.contains(type)) {
      throw new MillraceException(
          Fault.UNSUPPORTED_MEDIA_TYPE,
          "a body of type " + type + " cannot be read",
          "send JSON with Content-Type: application/json",
          null);
    }
  }

  private void checkLog() {
    String refusal = ingest.log().refusal();
    if (refusal != null) {
      throw new MillraceException(Fault.LOG_DISK_LOW, refusal);
    }
  }

  private void admit() {
    ingest.admission().check();
    if (project != null) {
      ingest.quota().take(project, 0);
    }
  }

  private void readBody() {
    body = RequestBody.read(request, ingest.limits().bodyBytes(), memory);
    Instant now = ingest.clock().instant();
    received = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  private void waitForPlace() {
    ingest.admission().enter();
    inside = true;
  }

  private void parse() {
    try {
      undecoded = endpoint.read(body, lines, ingest.limits().events());
    } catch (MillraceException e) {
      throw keepWhole(e);
    }
  }

  private void authenticateByBody() {
    if (project != null) {
      return;
    }
    String secret = undecoded == null ? null : undecoded.writeKey();
    Key key =
        secret == null
            ? ingest.keys().require(request, Scope.WRITE)
            : ingest.keys().require(secret, Scope.WRITE);
    project = key.project();
  }

  private void decode() {
    if (undecoded == null || project == null) {
      throw new IllegalStateException("decoded before it was parsed and authenticated");
    }
    takeMemory(undecoded.addedBytes());
    try {
      decoded = undecoded.decode(project, received, ingest.ids());
    } catch (MillraceException e) {
      throw keepWhole(e);
    }
  }

  /** For what a batch's context makes of its events. */
  private void takeMemory(long addedBytes) {
    long needed = body.length + addedBytes;
    if (needed > ingest.limits().memoryBytes()) {
      throw keepWhole(
          new MillraceException(
              Fault.BATCH_TOO_LARGE,
              "with its context in each of its events the batch has %d bytes, at most %d are taken"
                  .formatted(needed, ingest.limits().memoryBytes()),
              "send fewer events in a batch, or a smaller context",
              null));
    }
    memory.take(addedBytes);
  }

  private void checkQuota() {
    if (project != null) {
      ingest.quota().take(project, decoded.events().size() + decoded.refusals().size());
    }
  }

  private void append() {
    String known = String.valueOf(project);
    List<Rejection> rejections =
        decoded.refusals().stream()
            .map(refusal ->
                new Rejection(
                    known,
                    received,
                    refusal.fault(),
                    refusal.message(),
                    refusal.original(),
                    refusal.originalBytes()))
            .toList();
    List<Event> events = decoded.events();
    int end = piece(events, 0);
    position = onDisk(events.subList(0, end), rejections);
    while (end < events.size()) {
      int start = end;
      end = piece(events, start);
      position = position.max(onDisk(events.subList(start, end), List.of()));
    }
    ingest.count(decoded, body.length);
  }

  /** The end of the events from there on that are appended together. */
  private static int piece(List<Event> events, int from) {
    long bytes = 0;
    int end = from;
    while (end < events.size() && bytes < APPEND_BYTES) {
      Event event = events.get(end++);
      bytes += event.properties().length() + event.context().length();
    }
    return end;
  }

  /** Makes room for others first: the client may be slow to read. */
  private void answer() {
    close();
    // Who sent nothing that was kept may still wait for what was sent before.
    Positions end = position.equals(Positions.NONE) ? ingest.log().appended() : position;
    response.header(POSITION, end.toString());
    endpoint.answer(decoded, response);
  }

  /** Keeps a body that is refused as a whole, if its project is known, and gives the fault back. */
  private MillraceException keepWhole(MillraceException refused) {
    if (project != null && refused.fault().kind() == FaultKind.USER) {
      onDisk(
          List.of(),
          List.of(Rejection.of(project, received, refused.fault(), refused.getMessage(), body)));
    }
    return refused;
  }

  private Positions onDisk(List<Event> events, List<Rejection> rejections) {
    if (events.isEmpty() && rejections.isEmpty()) {
      return Positions.NONE;
    }
    try {
      return ingest
          .log()
          .append(events, rejections)
          .get(ingest.limits().appendTimeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MillraceException cause) {
        throw new MillraceException(cause.fault(), cause.getMessage(), cause.hint(), cause);
      }
      throw new MillraceException(Fault.LOG_UNAVAILABLE, "the log failed", e.getCause());
    } catch (TimeoutException e) {
      throw new MillraceException(
          Fault.LOG_UNAVAILABLE, "the log did not have the events on disk in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MillraceException(Fault.STOPPING, "the server is stopping", e);
    }
  }

  @Override
  public void close() {
    if (inside) {
      ingest.admission().leave();
      inside = false;
    }
    memory.close();
  }
}

package dev.millrace.http;

import io.helidon.common.context.Context;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http1.Http1Config;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the routes of the stages. Each connection is read by a virtual thread of its own, on which
 * routes may block; how much of that goes on at once is bounded by the stages.
 *
 * <p>Routes may keep answering for hours (live streams): nothing here ends a running answer but
 * {@link #close}. They hear of that by {@link #whenStopping}.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /** Long enough for a question as JSON in the query of a URL. */
  private static final int REQUEST_LINE_BYTES = 16 * 1024;

  /** How long the web server waits for connections, which are idle by then. */
  private static final Duration CONNECTION_GRACE = Duration.ofMillis(200);

  private final HttpConfig config;
  private final WebServer server;
  private final RunningRequests running = new RunningRequests();
  private final List<Runnable> whenStopping = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Starts to listen.
   *
   * @param services name their routes by absolute paths; the ones that are called most come first
   */
  public HttpServer(HttpConfig config, List<HttpService> services) {
    this.config = config;
    HttpRouting.Builder routing = HttpRouting.builder();
    routing.addFilter(new CrossOrigin());
    routing.addFilter(running);
    new ProblemHandlers().register(routing);
    new Routes().register(routing, services);
    server = build(routing).start();
  }

  private WebServer build(HttpRouting.Builder routing) {
    ContentEncodingContext verbatim = new VerbatimBodies();
    Context context = Context.create();
    context.register(new BodyArrival(config.bodyTimeout(), config.chunkedBodies()));
    return WebServer.builder()
        .host(config.host())
        .port(config.port())
        .shutdownHook(false)
        .shutdownGracePeriod(CONNECTION_GRACE)
        .maxTcpConnections(config.connections())
        .maxPayloadSize(config.bodyBytes())
        // Streams of a socket keep the timeout for reading, which channels do not know.
        .useNio(false)
        // Answers are written by the connection's own thread: a slow reader stops only itself.
        .writeQueueLength(0)
        .smartAsyncWrites(false)
        // Routes write whole answers and events: a buffer would only cost each stream its memory.
        .writeBufferSize(0)
        .idleConnectionTimeout(config.idleTimeout())
        .idleConnectionPeriod(config.idleTimeout())
        .connectionOptions(new ConnectionOptions(config.idleTimeout()))
        .contentEncoding(verbatim)
        .listenerContext(context)
        .directHandlers(ProblemHandlers.direct())
        .addProtocol(
            Http1Config.builder()
                .maxPrologueLength(REQUEST_LINE_BYTES)
                .sendKeepAliveHeader(false)
                .addReceiveListener(new Attendance.Listener())
                .build())
        .routing(routing)
        .build();
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Requests that run now, live streams among them. */
  public int runningRequests() {
    return running.count();
  }

  /** Runs when the server begins to stop, for routes that would otherwise answer for ever. */
  public void whenStopping(Runnable action) {
    whenStopping.add(action);
  }

  /**
   * Turns new requests away with {@code stopping}, lets running ones finish for as long as the
   * grace allows, and closes all connections. Repeated calls do nothing.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    running.refuse();
    whenStopping.forEach(Runnable::run);
    try {
      if (!running.drain(config.stopGrace())) {
        LOG.atWarn()
            .addKeyValue("running", running.count())
            .log("stopping before all requests are answered");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    server.stop();
  }
}

package dev.millrace.live;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes what a {@link Reader} is told as server-sent events, until the client leaves or the server
 * stops. Runs on the request's own thread.
 */
final class EventStream {
  private static final String STAGE = "live";
  private static final byte[] NOTHING = {};
  private static final Header CONTENT_TYPE =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/event-stream");
  private static final Header CACHE_CONTROL =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

  /** Asks nginx not to hold events back. */
  private static final Header UNBUFFERED = HeaderValues.createCached("X-Accel-Buffering", "no");

  /** How long a client waits before it reconnects, in milliseconds. */
  private static final byte[] OPENING = bytes("retry: 2000\n\n");

  /** Keeps proxies from closing a silent stream, and finds out whether the reader is there. */
  private static final byte[] HEARTBEAT = bytes(":\n\n");

  private static final int SOONEST_RETURN_MILLIS = 1_000;
  private static final int LATEST_RETURN_MILLIS = 5_000;

  private final Reader reader;
  private final ServerResponse response;
  private final Metrics metrics;

  EventStream(Reader reader, ServerResponse response, Metrics metrics) {
    this.reader = reader;
    this.response = response;
    this.metrics = metrics;
  }

  /**
   * @throws MillraceException if there is no first answer, and nothing is sent yet
   */
  void run() {
    try {
      Reader.Wake wake = reader.await();
      if (wake == Reader.Wake.END) {
        throw new MillraceException(Fault.STOPPING, "the server is stopping");
      }
      byte[] news = news(true);
      OutputStream out = open();
      send(out, news);
      while (wake != Reader.Wake.END) {
        wake = reader.await();
        switch (wake) {
          case NEWS -> send(out, news(false));
          case HEARTBEAT -> reader.write(out, HEARTBEAT);
          case END -> reader.write(out, farewell());
        }
      }
    } catch (IOException | UncheckedIOException | ServerConnectionException e) {
      throw new CloseConnectionException("the reader has left or was dropped", e);
    } catch (InterruptedException e) {
      throw new CloseConnectionException("the reader was dropped", e);
    }
  }

  private OutputStream open() throws IOException {
    response.header(CONTENT_TYPE).header(CACHE_CONTROL).header(UNBUFFERED);
    OutputStream out = response.outputStream();
    reader.write(out, OPENING);
    return out;
  }

  /** A stream of one topic shares its bytes with all others; one of several has names in them. */
  private byte[] news(boolean first) {
    List<Subscription> subscriptions = reader.subscriptions();
    if (subscriptions.size() == 1) {
      Update update = subscriptions.getFirst().take();
      if (first && update instanceof Update.Failure failure) {
        throw failure.cause();
      }
      return update == null ? NOTHING : update.frame();
    }
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (Subscription subscription : subscriptions) {
      Update update = subscription.take();
      if (update != null) {
        frames.writeBytes(update.frame(subscription.topic()));
      }
    }
    return frames.toByteArray();
  }

  private void send(OutputStream out, byte[] news) throws IOException {
    if (news.length == 0) {
      return;
    }
    long start = System.nanoTime();
    reader.write(out, news);
    metrics.took(STAGE, "send", System.nanoTime() - start);
    metrics.events(STAGE, 1);
  }

  /** Spread, so that not everyone comes back in the same moment. */
  private static byte[] farewell() {
    int millis = ThreadLocalRandom.current().nextInt(SOONEST_RETURN_MILLIS, LATEST_RETURN_MILLIS);
    return bytes(": the server is stopping\nretry: " + millis + "\n\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

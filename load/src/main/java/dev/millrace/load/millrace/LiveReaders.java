package dev.millrace.load.millrace;

import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.watch.Figures;
import dev.millrace.load.watch.Watcher;
import dev.millrace.load.wire.HttpConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * People who watch: streams of server-sent events, all read by one thread. A stream that ends is
 * opened again after a pause, as browsers do. An update's age is counted from {@code meta.to}, the
 * moment at which the server began to answer, to its receipt.
 */
public final class LiveReaders implements Watcher {
  /** Different questions among all readers, as on dashboards that many people look at. */
  private static final int QUESTIONS = 10;

  private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TO = "\"to\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER = 256 * 1024;
  private static final int CONNECT_MILLIS = 5_000;
  private static final int SELECT_MILLIS = 100;
  private static final int OPENED_BETWEEN_READS = 200;
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final ServerAccess server;
  private final int readers;
  private final Figures figures = new Figures();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final byte[] bytes = new byte[BUFFER];
  private final AtomicLong updates = new AtomicLong();

  /** Streams that are not open, in the order in which they may be opened again. */
  private final Deque<Lost> lost = new ArrayDeque<>();

  private final Selector selector;
  private volatile boolean closed;

  public LiveReaders(ServerAccess server, int readers) {
    this.server = server;
    this.readers = readers;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Lost(int reader, long dueNanos) {}

  /** A stream that is open. */
  private static final class Opened {
    private final int reader;
    private boolean answered;

    Opened(int reader) {
      this.reader = reader;
    }
  }

  @Override
  public String name() {
    return "live";
  }

  @Override
  public void start() {
    long now = System.nanoTime();
    for (int reader = 0; reader < readers; reader++) {
      lost.add(new Lost(reader, now));
    }
    try {
      while (isNextDue()) {
        reopen();
        selector.selectNow(this::receive);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("live readers could not be opened", e);
    }
    Thread.ofPlatform().daemon().name("load-live").start(this::read);
  }

  /** Opens some of the streams that are not open, if their pause is over. */
  private void reopen() {
    for (int opened = 0; opened < OPENED_BETWEEN_READS && isNextDue(); opened++) {
      int reader = lost.removeFirst().reader();
      try {
        open(reader);
      } catch (IOException _) {
        lose(reader, "no connection");
      }
    }
  }

  private boolean isNextDue() {
    Lost next = lost.peekFirst();
    return next != null && System.nanoTime() - next.dueNanos() >= 0;
  }

  private void lose(int reader, String reason) {
    figures.failed(reason);
    lost.add(new Lost(reader, System.nanoTime() + PAUSE.toNanos()));
  }

  private void open(int reader) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(HttpConnection.address(server.url()), CONNECT_MILLIS);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      String question =
          "{\"kind\":\"trend\",\"every\":\"none\",\"from\":\"-%dh\",\"to\":\"now\",\"by\":[\"name\"]}"
              .formatted(1 + reader % QUESTIONS);
      String request =
          "GET /v1/live?q=%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
              .formatted(
                  URLEncoder.encode(question, StandardCharsets.UTF_8),
                  server.url().getAuthority(),
                  server.readKey());
      ByteBuffer head = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (head.hasRemaining()) {
        channel.write(head);
      }
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Opened(reader));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void read() {
    try {
      while (!closed) {
        selector.select(this::receive, SELECT_MILLIS);
        reopen();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void receive(SelectionKey key) {
    Opened stream = (Opened) key.attachment();
    String problem = problem(key, stream);
    if (!problem.isEmpty()) {
      lose(stream.reader, problem);
      try {
        key.channel().close();
      } catch (IOException _) {
        // Closed all the same.
      }
    }
  }

  /** Reads what has come; why the stream is of no use any more, empty if it is. */
  private String problem(SelectionKey key, Opened stream) {
    int count;
    try {
      buffer.clear();
      count = ((SocketChannel) key.channel()).read(buffer);
    } catch (IOException _) {
      count = -1;
    }
    if (count < 0) {
      return "stream ended";
    }
    buffer.flip();
    buffer.get(bytes, 0, count);
    if (!stream.answered && count >= OK.length) {
      stream.answered = true;
      if (!matches(OK, 0)) {
        return new String(bytes, OK.length - 3, 3, StandardCharsets.US_ASCII);
      }
    }
    updates(count);
    return "";
  }

  private void updates(int count) {
    for (int at = 0; at + TO.length + 20 < count; at++) {
      if (bytes[at] == '"' && matches(TO, at)) {
        int from = at + TO.length;
        int to = from;
        while (to < count && bytes[to] != '"') {
          to++;
        }
        record(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
        at = to;
      }
    }
  }

  private boolean matches(byte[] text, int at) {
    return Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
  }

  private void record(String moment) {
    try {
      Instant asked = OffsetDateTime.parse(moment).toInstant();
      long micros = Math.max(0, ChronoUnit.MICROS.between(asked, Instant.now()));
      figures.took(TimeUnit.MICROSECONDS.toNanos(micros));
      updates.incrementAndGet();
    } catch (DateTimeException _) {
      // Torn at the end of the buffer: the next update counts.
    }
  }

  @Override
  public Figures figures() {
    return figures;
  }

  @Override
  public Map<String, Double> interval() {
    Quantiles last = figures.sinceLast();
    return Map.of("p50", last.p50(), "p99", last.p99(), "updates", (double) updates.getAndSet(0));
  }

  @Override
  public void close() {
    closed = true;
  }
}

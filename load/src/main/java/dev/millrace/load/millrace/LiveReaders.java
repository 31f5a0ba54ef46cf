package dev.millrace.load.millrace;

import dev.millrace.load.measure.Latencies;
import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.watch.Watcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * People who watch: streams of server-sent events, all read by one thread. An update's age is
 * counted from {@code meta.to}, the moment at which the server began to answer, to its receipt.
 */
public final class LiveReaders implements Watcher {
  /** Different questions among all readers, as on dashboards that many people look at. */
  private static final int QUESTIONS = 10;

  private static final byte[] TO = "\"to\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER = 256 * 1024;
  private static final int SELECT_MILLIS = 100;
  private static final int OPENED_BETWEEN_READS = 200;

  private final ServerAccess server;
  private final int readers;
  private final Latencies ages = new Latencies();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final byte[] bytes = new byte[BUFFER];
  private final AtomicLong updates = new AtomicLong();
  private final Map<Integer, AtomicLong> ended = new ConcurrentHashMap<>();
  private final Selector selector;
  private volatile int stage;
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

  @Override
  public String name() {
    return "live";
  }

  @Override
  public void start(int number) {
    stage = number;
    try {
      for (int reader = 0; reader < readers; reader++) {
        open(reader);
        if (reader % OPENED_BETWEEN_READS == 0) {
          selector.selectNow(this::receive);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("live readers could not be opened", e);
    }
    Thread.ofPlatform().daemon().name("load-live").start(this::read);
  }

  private void open(int reader) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(server.url().getHost(), server.url().getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    String question =
        "{\"kind\":\"trend\",\"every\":\"none\",\"from\":\"-%dh\",\"to\":\"now\",\"by\":[\"name\"]}"
            .formatted(1 + reader % QUESTIONS);
    String request =
        "GET /v1/live?q=%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(URLEncoder.encode(question, StandardCharsets.UTF_8), server.readKey());
    ByteBuffer head = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    while (head.hasRemaining()) {
      channel.write(head);
    }
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
  }

  private void read() {
    try {
      while (!closed) {
        selector.select(this::receive, SELECT_MILLIS);
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
    try {
      SocketChannel channel = (SocketChannel) key.channel();
      buffer.clear();
      int count = channel.read(buffer);
      if (count < 0) {
        throw new IOException("ended");
      }
      buffer.flip();
      buffer.get(bytes, 0, count);
      for (int at = 0; at + TO.length + 20 < count; at++) {
        if (bytes[at] == '"' && matches(at)) {
          int from = at + TO.length;
          int to = from;
          while (to < count && bytes[to] != '"') {
            to++;
          }
          record(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
          at = to;
        }
      }
    } catch (IOException _) {
      ended.computeIfAbsent(stage, _ -> new AtomicLong()).incrementAndGet();
      key.cancel();
    }
  }

  private boolean matches(int at) {
    for (int i = 0; i < TO.length; i++) {
      if (bytes[at + i] != TO[i]) {
        return false;
      }
    }
    return true;
  }

  private void record(String moment) {
    try {
      Instant asked = OffsetDateTime.parse(moment).toInstant();
      long micros = Math.max(0, ChronoUnit.MICROS.between(asked, Instant.now()));
      ages.record(stage, TimeUnit.MICROSECONDS.toNanos(micros));
      updates.incrementAndGet();
    } catch (DateTimeException _) {
      // Torn at the end of the buffer: the next update counts.
    }
  }

  @Override
  public void stage(int number) {
    stage = number;
  }

  @Override
  public Map<String, Double> interval() {
    Quantiles last = ages.sinceLast();
    return Map.of("p50", last.p50(), "p99", last.p99(), "updates", (double) updates.getAndSet(0));
  }

  @Override
  public Quantiles latencies(int number) {
    return ages.quantiles(number);
  }

  @Override
  public String failures(int number) {
    AtomicLong count = ended.get(number);
    return count == null ? "" : count + " streams ended";
  }

  @Override
  public void close() {
    closed = true;
  }
}

package dev.millrace.benchmarks.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Many people who watch. One thread reads all streams; each update's age is counted from {@code
 * meta.to}, the moment at which the server began to answer, to its receipt here.
 */
@Command(
    name = "readers",
    mixinStandardHelpOptions = true,
    description = "Opens live streams and measures how old updates are when they arrive.")
final class Readers implements Callable<Integer> {
  private static final byte[] TO = "\"to\":\"".getBytes(StandardCharsets.US_ASCII);

  @Mixin private final Target target = new Target();

  @Option(names = "--readers", defaultValue = "10000", description = "${DEFAULT-VALUE}")
  private int readers;

  @Option(names = "--questions", defaultValue = "10", description = "distinct (${DEFAULT-VALUE})")
  private int questions;

  @Option(names = "--seconds", defaultValue = "60", description = "${DEFAULT-VALUE}")
  private int seconds;

  private final Histogram age = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
  private byte[] bytes = new byte[256 * 1024];
  private long ended;

  @Override
  public Integer call() throws Exception {
    try (Selector selector = Selector.open()) {
      open(selector);
      System.out.printf("%,d streams are open%n", readers);
      // Every stream starts with an answer of its own time: those do not count.
      read(selector, 3);
      age.reset();
      read(selector, seconds);
    }
    System.out.printf(
        "%,d updates in %d s: %.2f a second and reader; %d streams ended%n",
        age.getTotalCount(), seconds, (double) age.getTotalCount() / readers / seconds, ended);
    System.out.printf(
        "age on arrival p50 %.0f ms, p99 %.0f ms, p99.9 %.0f ms, max %.0f ms; within 1 s: %.2f %%%n",
        age.getValueAtPercentile(50) / 1e3,
        age.getValueAtPercentile(99) / 1e3,
        age.getValueAtPercentile(99.9) / 1e3,
        age.getMaxValue() / 1e3,
        age.getPercentileAtOrBelowValue(1_000_000));
    return ended == 0 ? 0 : 1;
  }

  private void open(Selector selector) throws IOException {
    for (int i = 0; i < readers; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(target.url.getHost(), target.url.getPort()));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      String question =
          "{\"kind\":\"trend\",\"every\":\"none\",\"from\":\"-%dd\",\"to\":\"now\",\"by\":[\"name\"]}"
              .formatted(1 + i % questions);
      String request =
          "GET /v1/live?q=%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
              .formatted(URLEncoder.encode(question, StandardCharsets.UTF_8), target.readKey);
      ByteBuffer head = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (head.hasRemaining()) {
        channel.write(head);
      }
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      if (i % 500 == 499) {
        read(selector, 0);
      }
    }
  }

  private void read(Selector selector, int forSeconds) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(forSeconds);
    do {
      selector.select(key -> receive(key), 100);
    } while (System.nanoTime() < end);
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
      for (int i = 0; i + TO.length + 20 < count; i++) {
        if (bytes[i] == '"' && matches(i)) {
          int from = i + TO.length;
          int to = from;
          while (to < count && bytes[to] != '"') {
            to++;
          }
          record(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
          i = to;
        }
      }
    } catch (IOException _) {
      ended++;
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
    Instant asked = java.time.OffsetDateTime.parse(moment).toInstant();
    long micros = TimeUnit.MILLISECONDS.toMicros(asked.until(Instant.now()).toMillis());
    age.recordValue(Math.clamp(micros, 0, age.getHighestTrackableValue()));
  }
}

package dev.millrace.load.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.millrace.load.population.Action;
import dev.millrace.load.population.Batch;
import dev.millrace.load.target.Delivery;
import dev.millrace.load.target.Finding;
import dev.millrace.load.target.Gauges;
import dev.millrace.load.target.Ledger;
import dev.millrace.load.target.Sender;
import dev.millrace.load.target.Target;
import dev.millrace.load.watch.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisServer;

/**
 * The stopgap of the story, as it was written there: each event is pushed onto the head of a list,
 * and every five seconds {@code LRANGE 0 1000} reads the newest, which are counted, and {@code
 * LTRIM} cuts off as many. What is pushed between the two commands moves the list: those events are
 * cut off unread, and as many that were read stay and are read again.
 */
public final class StopgapTarget implements Target {
  private static final byte[] LIST = "analytics:events".getBytes(US_ASCII);
  private static final int LAST_READ = 1_000;

  /** Between two turns of the timer. */
  public static final Duration EVERY = Duration.ofSeconds(5);

  /** How long the timer goes on after the last event. */
  private static final int TURNS_AFTERWARDS = 2;

  private static final Pattern PROCESS = Pattern.compile("process_id:(\\d+)");

  private final Destination destination;
  private final Duration every;
  private final RedisServer server;
  private final int port;
  private final Jedis timerConnection;
  private final Jedis statusConnection;
  private final Map<String, Integer> processed = new HashMap<>();
  private final AtomicLong turns = new AtomicLong();
  private final AtomicLong fullTurns = new AtomicLong();
  private final AtomicLong fullTurnNanos = new AtomicLong();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Thread timer;
  private final long pid;

  /** Where the timer writes what it has read. */
  @FunctionalInterface
  public interface Destination {
    void write(List<Action> actions);
  }

  /**
   * @param every between two turns of the timer
   */
  public StopgapTarget(Destination destination, Duration every) throws IOException {
    this.destination = destination;
    this.every = every;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
    server.start();
    timerConnection = connect();
    statusConnection = connect();
    Matcher process = PROCESS.matcher(statusConnection.info("server"));
    pid = process.find() ? Long.parseLong(process.group(1)) : 0;
    timer = Thread.ofPlatform().daemon().name("load-stopgap").start(this::process);
  }

  private Jedis connect() {
    return new Jedis("127.0.0.1", port);
  }

  @Override
  public String title() {
    return "Redis list and a timer (the stopgap)";
  }

  @Override
  public Map<String, String> facts() {
    return Map.of(
        "commands",
        "LPUSH; every %d s LRANGE 0 %d, then LTRIM by as many as it has read, to -1"
            .formatted(every.toSeconds(), LAST_READ),
        "turns of the timer",
        Long.toString(turns.get()),
        "takes out",
        takesOut());
  }

  @Override
  public Sender open() {
    Jedis connection = connect();
    return new Sender() {
      @Override
      public Delivery send(Batch batch) throws IOException {
        try {
          for (Action action : batch.actions()) {
            if (action.good()) {
              long unused = connection.lpush(LIST, text(action));
            }
          }
          return new Delivery.Acknowledged();
        } catch (JedisException e) {
          throw new IOException(e);
        }
      }

      @Override
      public void close() {
        connection.close();
      }
    };
  }

  private String takesOut() {
    String limit =
        "%,d in %d s make %,.0f/s"
            .formatted(LAST_READ + 1, every.toSeconds(), (LAST_READ + 1) * 1e9 / every.toNanos());
    return fullTurns.get() == 0
        ? limit + "; no turn found so many"
        : limit
            + ", and measured were %,.0f/s in the %d turns that found so many"
                .formatted(
                    (LAST_READ + 1.0) * fullTurns.get() * 1e9 / fullTurnNanos.get(),
                    fullTurns.get());
  }

  private static byte[] text(Action action) {
    return (action.idHigh()
            + ","
            + action.idLow()
            + ","
            + action.user()
            + ","
            + action.feature()
            + ","
            + action.name()
            + ","
            + action.timeMillis())
        .getBytes(US_ASCII);
  }

  private static Action action(byte[] event) {
    String[] parts = new String(event, US_ASCII).split(",", -1);
    return new Action(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]),
        Integer.parseInt(parts[4]),
        0,
        true,
        Long.parseLong(parts[5]));
  }

  private void process() {
    try {
      while (!stopping.get()) {
        long start = System.nanoTime();
        Thread.sleep(every);
        if (turn() > LAST_READ) {
          fullTurns.incrementAndGet();
          fullTurnNanos.addAndGet(System.nanoTime() - start);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (JedisException _) {
      // Redis has ended with the run.
    }
  }

  /** How many it has read. */
  private int turn() {
    List<byte[]> read = timerConnection.lrange(LIST, 0, LAST_READ);
    destination.write(read.stream().map(StopgapTarget::action).toList());
    synchronized (processed) {
      for (byte[] event : read) {
        processed.merge(new String(event, US_ASCII), 1, Integer::sum);
      }
    }
    String unused = timerConnection.ltrim(LIST, read.size(), -1);
    turns.incrementAndGet();
    return read.size();
  }

  @Override
  public Map<String, Double> gauges() {
    Map<String, Double> gauges = new HashMap<>();
    try {
      double waiting = statusConnection.llen(LIST);
      gauges.put("redis.list.events", waiting);
      gauges.put(Gauges.LAG_EVENTS, waiting);
    } catch (JedisException _) {
      gauges.put("silent", 1.0);
    }
    Machine.Usage usage = Machine.usageOf(pid);
    gauges.put(Gauges.TARGET_CPU_SECONDS, usage.cpuSeconds());
    gauges.put(Gauges.TARGET_BYTES, (double) usage.residentBytes());
    return gauges;
  }

  @Override
  public boolean tellsLag() {
    return true;
  }

  @Override
  public List<Finding> check(Ledger ledger) throws InterruptedException {
    Thread.sleep(every.multipliedBy(TURNS_AFTERWARDS));
    stopping.set(true);
    timer.join();
    long waiting = statusConnection.llen(LIST);
    Map<String, Integer> inList = new TreeMap<>();
    for (byte[] event : statusConnection.lrange(LIST, 0, -1)) {
      inList.merge(new String(event, US_ASCII), 1, Integer::sum);
    }
    return findings(ledger, waiting, inList);
  }

  private List<Finding> findings(Ledger ledger, long waiting, Map<String, Integer> inList) {
    long counted;
    long repeated;
    long distinct;
    synchronized (processed) {
      counted = processed.values().stream().mapToLong(Integer::longValue).sum();
      distinct = processed.size();
      repeated = counted - distinct;
    }
    long again = inList.keySet().stream().filter(processed::containsKey).count();
    long reachable = distinct + inList.size() - again;
    long lost = ledger.acknowledged() - reachable;
    List<Finding> findings = new ArrayList<>();
    findings.add(
        new Finding(
            "events lost",
            ledger.acknowledged(),
            Math.max(0, lost),
            ledger.acknowledged(),
            reachable,
            "acknowledged, and neither counted nor in the list any more"));
    findings.add(
        new Finding(
            "events counted twice",
            counted,
            repeated,
            distinct,
            counted,
            "in %d turns of the timer".formatted(turns.get())));
    findings.add(
        new Finding(
            "events counted and still in the list",
            counted,
            again,
            distinct,
            distinct + again,
            "the timer would count them again"));
    findings.add(
        new Finding(
            "events not yet counted",
            ledger.acknowledged(),
            waiting > 0 ? 1 : 0,
            ledger.acknowledged(),
            counted,
            "%,d still in the list: %s".formatted(waiting, takesOut())));
    return findings;
  }

  @Override
  public void close() {
    stopping.set(true);
    timer.interrupt();
    timerConnection.close();
    statusConnection.close();
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

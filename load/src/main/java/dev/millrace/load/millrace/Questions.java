package dev.millrace.load.millrace;

import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.pace.Curve;
import dev.millrace.load.pace.Pacer;
import dev.millrace.load.pace.Slot;
import dev.millrace.load.pace.Stage;
import dev.millrace.load.watch.Figures;
import dev.millrace.load.watch.Watcher;
import dev.millrace.load.wire.HttpAnswer;
import dev.millrace.load.wire.HttpConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Asks a dashboard's questions in turn, at times that are set beforehand. */
public final class Questions implements Watcher {
  private static final int CONNECTIONS = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(35);
  private static final Duration WHOLE_RUN = Duration.ofDays(7);

  private final ServerAccess server;
  private final double rate;
  private final Pacer pacer = new Pacer(1, Curve.EVEN, PATIENCE.toNanos());
  private final Figures figures = new Figures();
  private final AtomicLong turn = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /**
   * @param rate questions a second
   */
  public Questions(ServerAccess server, double rate) {
    this.server = server;
    this.rate = rate;
  }

  @Override
  public String name() {
    return "queries";
  }

  @Override
  public void start() {
    pacer.begin(new Stage(name(), rate, WHOLE_RUN, true), System.nanoTime());
    for (int i = 0; i < CONNECTIONS; i++) {
      threads.add(Thread.ofVirtual().name("load-question-" + i).start(this::ask));
    }
  }

  private void ask() {
    @Nullable HttpConnection connection = null;
    try {
      while (!closed) {
        Slot slot = pacer.take();
        if (slot == null) {
          return;
        }
        while (slot.due() > System.nanoTime() && !closed) {
          LockSupport.parkNanos(slot.due() - System.nanoTime());
        }
        try {
          if (connection == null) {
            connection = server.reader(PATIENCE);
          }
          ask(connection, slot.due());
        } catch (IOException _) {
          if (!closed) {
            figures.failed("no answer");
          }
          connection = close(connection);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      connection = close(connection);
    }
  }

  private void ask(HttpConnection connection, long due) throws IOException {
    int which = (int) (turn.getAndIncrement() % DashboardQuestions.ALL.size());
    byte[] body = DashboardQuestions.ALL.get(which).getBytes(StandardCharsets.UTF_8);
    HttpAnswer answer = connection.post("/v1/query", "application/json", body, body.length);
    if (answer.isSuccessful()) {
      figures.took(System.nanoTime() - due);
    } else {
      figures.failed(Integer.toString(answer.status()));
    }
  }

  private static @Nullable HttpConnection close(@Nullable HttpConnection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException _) {
        // Closed all the same.
      }
    }
    return null;
  }

  @Override
  public Figures figures() {
    return figures;
  }

  @Override
  public Map<String, Double> interval() {
    Quantiles last = figures.sinceLast();
    return Map.of("p50", last.p50(), "p99", last.p99(), "answers", (double) last.count());
  }

  @Override
  public void close() {
    closed = true;
    pacer.finish();
    threads.forEach(Thread::interrupt);
  }
}

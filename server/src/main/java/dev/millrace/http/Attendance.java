package dev.millrace.http;

import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Notices that a client has left while its answer is being made. The web server does not look at a
 * connection while a route runs; its sockets can watch for the end of the stream by themselves,
 * which they do for connections that are idle, and keep the byte that may come instead.
 *
 * <p>Ending that watch costs the next request of the connection up to a tenth of a second, so it
 * begins only once an answer takes long.
 */
public final class Attendance {
  private static final Duration FIRST_LOOK = Duration.ofMillis(500);
  private static final Duration NEXT_LOOK = Duration.ofMillis(100);

  /** The connection whose request this thread serves. */
  private static final ThreadLocal<ConnectionContext> CONNECTION = new ThreadLocal<>();

  private Attendance() {}

  /** Makes the connection known to the thread that serves it. */
  static final class Listener implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext context, Headers headers) {
      CONNECTION.set(context);
    }
  }

  /**
   * Runs the work in the thread of its request, and interrupts it when the client has left.
   *
   * @throws CloseConnectionException if the work ended because of that
   */
  public static <T> T attended(Supplier<T> work) {
    ConnectionContext connection = CONNECTION.get();
    if (connection == null) {
      return work.get();
    }
    Watch watch = new Watch(connection, Thread.currentThread());
    Thread watching = Thread.ofVirtual().name("millrace-attendance").start(watch);
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw watch.isGone() ? new CloseConnectionException("the client has left", e) : e;
    } finally {
      watch.end();
      watching.interrupt();
    }
  }

  private static final class Watch implements Runnable {
    private final ConnectionContext connection;
    private final Thread worker;
    private boolean ended;
    private boolean gone;

    Watch(ConnectionContext connection, Thread worker) {
      this.connection = connection;
      this.worker = worker;
    }

    @Override
    public void run() {
      try {
        Thread.sleep(FIRST_LOOK);
        begin();
        while (!look()) {
          Thread.sleep(NEXT_LOOK);
        }
      } catch (InterruptedException _) {
        // The answer is there.
      }
    }

    private synchronized void begin() {
      if (!ended) {
        connection.serverSocket().idle();
      }
    }

    /** Whether there is nothing more to look for. */
    private synchronized boolean look() {
      if (!ended && !connection.serverSocket().isConnected()) {
        gone = true;
        worker.interrupt();
      }
      return ended || gone;
    }

    synchronized boolean isGone() {
      return gone;
    }

    synchronized void end() {
      ended = true;
      if (gone) {
        // Whatever else this thread does is not what was interrupted.
        Thread.interrupted();
      }
    }
  }
}

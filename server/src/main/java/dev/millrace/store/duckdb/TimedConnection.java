package dev.millrace.store.duckdb;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose running statement can be cancelled from another thread. The driver cancels
 * statements, not connections, and forgets a cancel that comes between two statements; so the
 * newest statement is remembered, cancelling is repeated until the work is over, and once cancelled
 * no further statement is made.
 */
final class TimedConnection {
  private static final long REPEAT_MILLIS = 20;

  private final Connection real;
  private final Connection proxy;
  private volatile boolean cancelled;
  private volatile boolean finished;
  private volatile @Nullable Statement newest;
  private @Nullable Future<?> alarm;

  TimedConnection(Connection real) {
    this.real = real;
    this.proxy =
        (Connection)
            Proxy.newProxyInstance(
                TimedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (_, method, arguments) -> call(method, arguments));
  }

  Connection connection() {
    return proxy;
  }

  /**
   * @param deadline as {@link System#nanoTime} counts
   */
  void cancelAt(long deadline, ScheduledExecutorService timer) {
    alarm =
        timer.scheduleWithFixedDelay(
            this::cancel,
            Math.max(0, deadline - System.nanoTime()) / 1_000_000,
            REPEAT_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  void cancel() {
    cancelled = true;
    Statement statement = newest;
    if (statement == null || finished) {
      return;
    }
    try {
      statement.cancel();
    } catch (SQLException _) {
      // The statement has just been closed.
    }
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** To be called when the work is over, so that no later work is cancelled. */
  void finish() {
    finished = true;
    if (alarm != null) {
      alarm.cancel(false);
    }
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    if (cancelled) {
      throw new SQLTimeoutException("cancelled");
    }
    try {
      Object result = method.invoke(real, arguments);
      if (result instanceof Statement statement) {
        newest = statement;
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}

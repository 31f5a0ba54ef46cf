package dev.millrace.query.sql;

import dev.millrace.query.Turns;
import dev.millrace.store.Select;
import java.time.Duration;

/**
 * Limits of SQL from outside.
 *
 * @param maxRunning statements that run at once
 * @param maxQueued statements that wait for their turn; more are answered {@code query_overloaded}
 * @param maxQueueWait how long a statement waits for its turn
 * @param timeLimit how long one may run, sending its answer included
 * @param maxRows rows of an answer
 * @param memoryBytes what the engine may take for statements beside its cache of the file
 * @param maxFileBytes size of an answer that is made as a file
 * @param maxStatementBytes size of a request's body
 */
public record SqlConfig(
    int maxRunning,
    int maxQueued,
    Duration maxQueueWait,
    Duration timeLimit,
    long maxRows,
    long memoryBytes,
    long maxFileBytes,
    int maxStatementBytes) {
  private static final long MIB = 1024 * 1024;

  public SqlConfig {
    if (maxRunning < 1 || maxRows < 1 || maxStatementBytes < 1) {
      throw new IllegalArgumentException("limits of SQL must be at least 1");
    }
    if (maxQueued < 0 || maxQueueWait.isNegative()) {
      throw new IllegalArgumentException("limits of waiting must not be negative");
    }
    if (memoryBytes < MIB || maxFileBytes < MIB) {
      throw new IllegalArgumentException("SQL needs at least 1 MiB of memory and of a file");
    }
    if (timeLimit.isNegative() || timeLimit.isZero()) {
      throw new IllegalArgumentException("the time limit of SQL must be positive");
    }
  }

  public static SqlConfig defaults() {
    return new SqlConfig(
        2,
        16,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        1_000_000,
        128 * MIB,
        1024 * MIB,
        16 * 1024);
  }

  Turns.Limits turns() {
    return new Turns.Limits(maxRunning, maxQueued, maxQueueWait);
  }

  Select.Limits limits() {
    return new Select.Limits(maxRows, memoryBytes, maxFileBytes);
  }
}

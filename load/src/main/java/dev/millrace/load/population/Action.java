package dev.millrace.load.population;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something that somebody did, to be counted once however often it is sent. What it is never
 * changes; that it was acknowledged is remembered.
 */
public final class Action {
  private final long idHigh;
  private final long idLow;
  private final int user;
  private final int feature;
  private final int name;
  private final int amount;
  private final boolean good;
  private final long timeMillis;
  private final AtomicBoolean acknowledged = new AtomicBoolean();

  public Action(
      long idHigh,
      long idLow,
      int user,
      int feature,
      int name,
      int amount,
      boolean good,
      long timeMillis) {
    this.idHigh = idHigh;
    this.idLow = idLow;
    this.user = user;
    this.feature = feature;
    this.name = name;
    this.amount = amount;
    this.good = good;
    this.timeMillis = timeMillis;
  }

  /** Upper and lower half of its identity, 128 bits. */
  public long idHigh() {
    return idHigh;
  }

  public long idLow() {
    return idLow;
  }

  /** From 0. */
  public int user() {
    return user;
  }

  /** From 0. */
  public int feature() {
    return feature;
  }

  /** An index of {@link People#NAMES}. */
  public int name() {
    return name;
  }

  public int amount() {
    return amount;
  }

  /** Whether a server may take it. */
  public boolean good() {
    return good;
  }

  /** When it happened, by its client's clock. */
  public long timeMillis() {
    return timeMillis;
  }

  /** Whether this was its first acknowledgement. */
  public boolean acknowledge() {
    return acknowledged.compareAndSet(false, true);
  }

  public boolean isAcknowledged() {
    return acknowledged.get();
  }
}

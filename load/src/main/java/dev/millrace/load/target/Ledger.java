package dev.millrace.load.target;

import dev.millrace.load.population.Action;
import dev.millrace.load.population.Batch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a target has acknowledged, for each user and feature: each action once, however often it was
 * sent. Actions whose sender has never heard whether they were taken are counted apart. Safe for
 * use by many threads.
 */
public final class Ledger {
  private final AtomicIntegerArray users;
  private final AtomicIntegerArray features;
  private final AtomicIntegerArray openUsers;
  private final AtomicIntegerArray openFeatures;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private final AtomicLong bad = new AtomicLong();
  private final AtomicLong open = new AtomicLong();

  public Ledger(int users, int features) {
    this.users = new AtomicIntegerArray(users);
    this.features = new AtomicIntegerArray(features);
    openUsers = new AtomicIntegerArray(users);
    openFeatures = new AtomicIntegerArray(features);
  }

  /** The target has acknowledged the batch. */
  public void acknowledge(Batch batch) {
    int first = 0;
    for (Action action : batch.actions()) {
      if (!action.good()) {
        bad.incrementAndGet();
      } else if (action.acknowledge()) {
        first++;
        users.incrementAndGet(action.user());
        features.incrementAndGet(action.feature());
      } else {
        repeated.incrementAndGet();
      }
    }
    acknowledged.addAndGet(first);
  }

  /** Nobody knows what has become of the batch. */
  public void leaveOpen(Batch batch) {
    for (Action action : batch.actions()) {
      if (action.good() && !action.isAcknowledged()) {
        open.incrementAndGet();
        openUsers.incrementAndGet(action.user());
        openFeatures.incrementAndGet(action.feature());
      }
    }
  }

  public int users() {
    return users.length();
  }

  public int features() {
    return features.length();
  }

  public int ofUser(int user) {
    return users.get(user);
  }

  public int ofFeature(int feature) {
    return features.get(feature);
  }

  /** Actions of the user that may be there or not, besides the acknowledged ones. */
  public int openOfUser(int user) {
    return openUsers.get(user);
  }

  public int openOfFeature(int feature) {
    return openFeatures.get(feature);
  }

  /** Actions acknowledged, each once. */
  public long acknowledged() {
    return acknowledged.get();
  }

  /** Actions that were sent and acknowledged again. */
  public long repeated() {
    return repeated.get();
  }

  /** Bad actions that were refused as they should be. */
  public long bad() {
    return bad.get();
  }

  /** Actions that may be there or not. */
  public long open() {
    return open.get();
  }

  /** Whether a count can be right. */
  public static boolean agrees(long found, int acknowledged, int open) {
    return found >= acknowledged && found <= (long) acknowledged + open;
  }
}

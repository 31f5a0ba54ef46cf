package dev.millrace.load.population;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All people, in lanes that take turns: each lane's actions are the same in every run of a seed and
 * a batch size. Safe for use by many threads.
 */
public final class Population {
  private static final int LANES = 16;

  private final Traits traits;
  private final Lane[] lanes = new Lane[LANES];
  private final ReentrantLock[] locks = new ReentrantLock[LANES];
  private final AtomicLong turn = new AtomicLong();

  public Population(Traits traits) {
    this.traits = traits;
    People people = new People(traits);
    SplittableRandom seeds = new SplittableRandom(traits.seed());
    int sessions = (int) Math.max(1, traits.users() * Traits.PRESENT / LANES);
    for (int lane = 0; lane < LANES; lane++) {
      lanes[lane] = new Lane(traits, people, sessions, seeds.nextLong());
      locks[lane] = new ReentrantLock();
    }
  }

  public Traits traits() {
    return traits;
  }

  /**
   * What happens next.
   *
   * @param nowMillis since 1970
   */
  public Batch next(int size, long nowMillis) {
    int place = (int) (turn.getAndIncrement() % LANES);
    locks[place].lock();
    try {
      Lane lane = lanes[place];
      List<Action> actions = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        actions.add(lane.next(nowMillis));
      }
      return new Batch(actions, lane.random().nextDouble() < traits.retries());
    } finally {
      locks[place].unlock();
    }
  }

  /** How much of the people's own time has passed, in milliseconds. */
  public long populationMillis() {
    long sum = 0;
    for (int place = 0; place < LANES; place++) {
      locks[place].lock();
      try {
        sum += lanes[place].populationMillis();
      } finally {
        locks[place].unlock();
      }
    }
    return sum / LANES;
  }
}

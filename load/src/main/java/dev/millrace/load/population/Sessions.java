package dev.millrace.load.population;

/**
 * The sessions that are going on, by who acts next: a binary heap in flat arrays. The time is the
 * population's own, in milliseconds: a run that asks for more events than so many people make
 * passes their time faster. Owned by one thread at a time.
 */
final class Sessions {
  private final long[] next;
  private final int[] user;
  private final int[] remaining;

  Sessions(int count) {
    next = new long[count];
    user = new int[count];
    remaining = new int[count];
  }

  int count() {
    return next.length;
  }

  /** When the first of them acts, in the population's time. */
  long now() {
    return next[0];
  }

  int user() {
    return user[0];
  }

  int remaining() {
    return remaining[0];
  }

  /**
   * Begins a session in the place of one that has not begun; the heap is ordered by {@link #act}.
   */
  void begin(int place, int who, int actions, long at) {
    user[place] = who;
    remaining[place] = actions;
    next[place] = at;
    up(place);
  }

  /** The first session has acted and acts again later. */
  void act(long at) {
    remaining[0]--;
    next[0] = at;
    down();
  }

  /** The first session has ended; somebody else comes. */
  void replace(int who, int actions, long at) {
    user[0] = who;
    remaining[0] = actions;
    next[0] = at;
    down();
  }

  private void up(int from) {
    int at = from;
    while (at > 0 && next[at] < next[(at - 1) / 2]) {
      swap(at, (at - 1) / 2);
      at = (at - 1) / 2;
    }
  }

  private void down() {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= next.length) {
        return;
      }
      if (child + 1 < next.length && next[child + 1] < next[child]) {
        child++;
      }
      if (next[at] <= next[child]) {
        return;
      }
      swap(at, child);
      at = child;
    }
  }

  private void swap(int a, int b) {
    long time = next[a];
    next[a] = next[b];
    next[b] = time;
    int who = user[a];
    user[a] = user[b];
    user[b] = who;
    int left = remaining[a];
    remaining[a] = remaining[b];
    remaining[b] = left;
  }
}

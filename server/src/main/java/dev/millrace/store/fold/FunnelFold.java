package dev.millrace.store.fold;

import dev.millrace.store.Funnel;
import dev.millrace.store.Funnel.Exclusion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the longest way of one person through a funnel; see {@link Funnel} for what that is.
 *
 * <p>An event's code has bit {@code k} set if it is of step {@code k}, counted from 0, and after
 * the bits of the steps one for each exclusion.
 *
 * <p>One pass over the events does it: among ways that have come equally far, the one that started
 * last can do whatever the others can, and for longer. So one way for each length is enough to
 * remember. In any order, it is one for each set of steps taken. What comes after a whole way
 * changes nothing.
 */
public final class FunnelFold {
  private static final int NONE = -1;

  private final Funnel funnel;
  private final int steps;

  /** For each length less one, the index of the start of its way, or {@link #NONE}. */
  private final int[] starts;

  /** When the steps of these ways were taken. */
  private final long[][] ways;

  private final long[] furthest;
  private int length;

  public FunnelFold(Funnel funnel) {
    this.funnel = funnel;
    this.steps = funnel.steps().size();
    this.starts = new int[steps];
    this.ways = new long[steps][steps];
    this.furthest = new long[steps];
  }

  /**
   * Follows a person's starts that are in the group.
   *
   * @return how many steps the longest way has, 0 if there is no start
   */
  public int follow(Timeline timeline, int group) {
    length = 0;
    switch (funnel.order()) {
      case ORDERED -> followOrdered(timeline, group);
      case STRICT -> followStrict(timeline, group);
      case ANY -> followInAnyOrder(timeline, group);
    }
    return length;
  }

  /** When a step of the longest way was taken. */
  public long time(int step) {
    return furthest[step];
  }

  /** Whether the event may be a start. */
  public boolean isStart(Timeline timeline, int index) {
    int wanted = funnel.order() == Funnel.Order.ANY ? (1 << steps) - 1 : 1;
    return (timeline.code(index) & wanted) != 0 && timeline.time(index) < funnel.to();
  }

  private void followOrdered(Timeline timeline, int group) {
    Arrays.fill(starts, NONE);
    for (int i = 0; i < timeline.size() && length < steps; i++) {
      exclude(timeline.code(i));
      for (int step = steps - 1; step > 0; step--) {
        if (leadsTo(timeline, i, step) && starts[step - 1] > starts[step]) {
          advance(timeline, i, step);
        }
      }
      begin(timeline, i, group);
    }
  }

  private void followStrict(Timeline timeline, int group) {
    Arrays.fill(starts, NONE);
    for (int i = 0; i < timeline.size() && length < steps; i++) {
      exclude(timeline.code(i));
      for (int step = steps - 1; step > 0; step--) {
        if (leadsTo(timeline, i, step)) {
          advance(timeline, i, step);
        } else {
          starts[step] = NONE;
        }
      }
      starts[0] = NONE;
      begin(timeline, i, group);
    }
  }

  private void exclude(int code) {
    if (code >>> steps == 0) {
      return;
    }
    for (int i = 0; i < funnel.exclusions().size(); i++) {
      if ((code & (1 << (steps + i))) != 0) {
        Exclusion exclusion = funnel.exclusions().get(i);
        Arrays.fill(starts, exclusion.after() - 1, exclusion.before() - 1, NONE);
      }
    }
  }

  /** Whether the event is the step, and the way that is one shorter is there and in time. */
  private boolean leadsTo(Timeline timeline, int index, int step) {
    return (timeline.code(index) & (1 << step)) != 0
        && starts[step - 1] != NONE
        && timeline.time(index) - ways[step - 1][0] <= funnel.within();
  }

  private void advance(Timeline timeline, int index, int step) {
    starts[step] = starts[step - 1];
    System.arraycopy(ways[step - 1], 0, ways[step], 0, step);
    ways[step][step] = timeline.time(index);
    record(ways[step], step + 1);
  }

  private void begin(Timeline timeline, int index, int group) {
    if (isStart(timeline, index) && timeline.group(index) == group) {
      starts[0] = index;
      ways[0][0] = timeline.time(index);
      record(ways[0], 1);
    }
  }

  private void record(long[] way, int steps) {
    if (steps > length) {
      length = steps;
      System.arraycopy(way, 0, furthest, 0, steps);
    }
  }

  /** A way in any order. */
  private static final class Taken {
    final long[] times;
    int steps;
    int count;

    Taken(int capacity) {
      times = new long[capacity];
    }

    /** Takes the first step that the event is and that was not taken; false if there is none. */
    boolean take(int code, long time) {
      int left = code & ~steps;
      if (left == 0) {
        return false;
      }
      steps |= Integer.lowestOneBit(left);
      times[count++] = time;
      return true;
    }
  }

  private void followInAnyOrder(Timeline timeline, int group) {
    int all = (1 << steps) - 1;
    // The latest start comes first.
    List<Taken> open = new ArrayList<>();
    for (int i = 0; i < timeline.size() && length < steps; i++) {
      int code = timeline.code(i) & all;
      if (code == 0) {
        continue;
      }
      long time = timeline.time(i);
      open.removeIf(way -> time - way.times[0] > funnel.within());
      for (Taken way : open) {
        if (way.take(code, time)) {
          record(way.times, way.count);
        }
      }
      if (isStart(timeline, i) && timeline.group(i) == group) {
        Taken way = new Taken(steps);
        way.take(code, time);
        record(way.times, 1);
        open.addFirst(way);
      }
      dropEqual(open);
    }
  }

  /** Of ways that have taken the same steps, only the one that started last can matter. */
  private static void dropEqual(List<Taken> open) {
    for (int i = open.size() - 1; i > 0; i--) {
      for (int j = 0; j < i; j++) {
        if (open.get(j).steps == open.get(i).steps) {
          open.remove(i);
          break;
        }
      }
    }
  }
}

package dev.millrace.store.fold;

import dev.millrace.store.Funnel;
import dev.millrace.store.Funnel.Reached;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts how far people got through a funnel, for each group of their starts. */
public final class FunnelTally implements Follower {
  private static final double MICROS = 1_000_000;

  private final Funnel funnel;
  private final FunnelFold fold;
  private final TreeMap<Integer, Durations[]> groups = new TreeMap<>();

  public FunnelTally(Funnel funnel) {
    this.funnel = funnel;
    this.fold = new FunnelFold(funnel);
  }

  @Override
  public void accept(Timeline timeline) {
    if (funnel.by().isEmpty()) {
      add(timeline, 1);
      return;
    }
    BitSet started = new BitSet();
    for (int i = 0; i < timeline.size(); i++) {
      if (fold.isStart(timeline, i)) {
        started.set(timeline.group(i));
      }
    }
    started.stream().forEach(group -> add(timeline, group));
  }

  /** Whoever has come to the end; starts in several groups are not looked at. */
  @Override
  public boolean settle(Timeline timeline) {
    if (!funnel.by().isEmpty() || fold.follow(timeline, 1) < funnel.steps().size()) {
      return false;
    }
    add(timeline, 1);
    return true;
  }

  /** Adds what was found of other people. */
  public void add(FunnelTally other) {
    other.groups.forEach((group, added) -> {
      Durations[] steps = groups.computeIfAbsent(group, _ -> empty());
      for (int step = 0; step < steps.length; step++) {
        steps[step].add(added[step]);
      }
    });
  }

  private void add(Timeline timeline, int group) {
    int length = fold.follow(timeline, group);
    if (length == 0) {
      return;
    }
    Durations[] steps = groups.computeIfAbsent(group, _ -> empty());
    for (int step = 0; step < length; step++) {
      steps[step].add(step == 0 ? 0 : fold.time(step) - fold.time(step - 1));
    }
  }

  private Durations[] empty() {
    Durations[] steps = new Durations[funnel.steps().size()];
    for (int step = 0; step < steps.length; step++) {
      steps[step] = new Durations();
    }
    return steps;
  }

  /** What was found of a group, step by step; zeros if nobody started in it. */
  public List<Reached> reached(int group) {
    Durations[] steps = groups.getOrDefault(group, empty());
    List<Reached> reached = new ArrayList<>();
    for (int step = 0; step < steps.length; step++) {
      reached.add(
          new Reached(
              steps[step].count(),
              step == 0 ? null : seconds(steps[step].quantile(0.5)),
              step == 0 ? null : seconds(steps[step].quantile(0.9))));
    }
    return reached;
  }

  private static @Nullable Double seconds(@Nullable Double micros) {
    return micros == null ? null : (Double) (micros / MICROS);
  }
}

package dev.millrace.load.run;

import dev.millrace.load.target.Gauges;
import dev.millrace.load.target.Target;
import dev.millrace.load.watch.Machine;
import dev.millrace.load.watch.Watcher;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what target, machine and watchers tell. For one thread. */
final class Sampler {
  private final Target target;
  private final List<Watcher> watchers;
  private final Machine machine = new Machine();

  Sampler(Target target, List<Watcher> watchers) {
    this.target = target;
    this.watchers = watchers;
  }

  Map<String, Double> read() {
    Map<String, Double> gauges = new TreeMap<>();
    // First what changes by the millisecond: a target may take long to tell of itself.
    gauges.put(
        Gauges.MACHINE_CORES, machine.cores(Gauges.MACHINE_CORES, Machine.cpuSecondsOfAll()));
    gauges.put(
        Gauges.GENERATOR_CORES, machine.cores(Gauges.GENERATOR_CORES, Machine.ownCpuSeconds()));
    for (Watcher watcher : watchers) {
      watcher.interval().forEach((name, value) -> gauges.put(watcher.name() + "." + name, value));
    }
    gauges.putAll(target.gauges());
    // Targets tell processor time since their start; what a report shows is how many cores it is.
    Double cpu = gauges.remove(Gauges.TARGET_CPU_SECONDS);
    if (cpu != null) {
      gauges.put(Gauges.TARGET_CORES, machine.cores(Gauges.TARGET_CORES, cpu));
    }
    return gauges;
  }
}

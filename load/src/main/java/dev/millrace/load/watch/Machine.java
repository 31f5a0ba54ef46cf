package dev.millrace.load.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Processor time and memory, as Linux tells them; zeros elsewhere. For one thread. */
public final class Machine {
  private static final Path PROC = Path.of("/proc");

  /** Ticks a second of the times in /proc, which is 100 on all common systems. */
  private static final double TICKS = 100;

  private static final long PAGE_BYTES = 4_096;
  private static final int FIRST_FIELD = 3;
  private static final int PARENT = 4;
  private static final int USER_TIME = 14;
  private static final int SYSTEM_TIME = 15;
  private static final int RESIDENT = 24;

  private final Map<String, Reading> last = new HashMap<>();

  private record Reading(long nanos, double cpuSeconds) {}

  /** What processes use. */
  public record Usage(double cpuSeconds, long residentBytes) {}

  /** Cores in use: the growth of a processor time since it was last asked for. */
  public double cores(String name, double cpuSeconds) {
    Reading now = new Reading(System.nanoTime(), cpuSeconds);
    Reading before = last.put(name, now);
    if (before == null || now.nanos() <= before.nanos()) {
      return 0;
    }
    double seconds = (now.nanos() - before.nanos()) / 1e9;
    return Math.max(0, (cpuSeconds - before.cpuSeconds()) / seconds);
  }

  /** Processor time of all processes since the machine's start, waiting for disks left out. */
  public static double cpuSecondsOfAll() {
    try {
      String[] fields = Files.readAllLines(PROC.resolve("stat")).getFirst().strip().split("\\s+");
      long ticks = 0;
      for (int field = 1; field < fields.length && field <= 8; field++) {
        boolean idle = field == 4 || field == 5;
        ticks += idle ? 0 : Long.parseLong(fields[field]);
      }
      return ticks / TICKS;
    } catch (IOException | RuntimeException _) {
      return 0;
    }
  }

  /** This process. */
  public static double ownCpuSeconds() {
    return usageOf(ProcessHandle.current().pid()).cpuSeconds();
  }

  /** A process alone. */
  public static Usage usageOf(long pid) {
    try {
      List<String> fields = fields(pid);
      return new Usage(
          (number(fields, USER_TIME) + number(fields, SYSTEM_TIME)) / TICKS,
          number(fields, RESIDENT) * PAGE_BYTES);
    } catch (IOException | RuntimeException _) {
      return new Usage(0, 0);
    }
  }

  /** A process and all below it; memory that they share counts in each. */
  public static Usage usageOfTree(long pid) {
    Set<Long> tree = new HashSet<>(Set.of(pid));
    Map<Long, Long> parents = parents();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Map.Entry<Long, Long> each : parents.entrySet()) {
        grown |= tree.contains(each.getValue()) && tree.add(each.getKey());
      }
    }
    double cpu = 0;
    long bytes = 0;
    for (long each : tree) {
      Usage usage = usageOf(each);
      cpu += usage.cpuSeconds();
      bytes += usage.residentBytes();
    }
    return new Usage(cpu, bytes);
  }

  private static Map<Long, Long> parents() {
    Map<Long, Long> parents = new HashMap<>();
    try (Stream<Path> all = Files.list(PROC)) {
      all.map(path -> processId(path.getFileName().toString()))
          .flatMapToLong(OptionalLong::stream)
          .forEach(pid -> {
            try {
              parents.put(pid, number(fields(pid), PARENT));
            } catch (IOException | RuntimeException _) {
              // It has ended meanwhile.
            }
          });
    } catch (IOException _) {
      // No /proc: only the process itself is known.
    }
    return parents;
  }

  private static OptionalLong processId(String name) {
    return name.chars().allMatch(Character::isDigit)
        ? OptionalLong.of(Long.parseLong(name))
        : OptionalLong.empty();
  }

  /** The fields after the name, which may hold spaces. */
  private static List<String> fields(long pid) throws IOException {
    String line = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
    return List.of(line.substring(line.lastIndexOf(')') + 2).strip().split(" "));
  }

  private static long number(List<String> fields, int field) {
    return Long.parseLong(fields.get(field - FIRST_FIELD));
  }
}

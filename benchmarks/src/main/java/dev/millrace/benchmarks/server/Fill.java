package dev.millrace.benchmarks.server;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.event.RawJson;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventBatch;
import dev.millrace.store.EventStore;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.duckdb.DuckDbConfig;
import dev.millrace.store.duckdb.DuckDbStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Fills a data folder's store with history, without a log, through the store's own port: what a
 * server that has run for a month would hold. The server must not be running.
 */
@Command(
    name = "fill",
    mixinStandardHelpOptions = true,
    description = "Fills the store of a data folder with events of the last days.")
final class Fill implements Callable<Integer> {
  private static final int BATCH = 50_000;
  private static final String[] PLANS = {"free", "pro", "team", "enterprise"};
  private static final String[] COUNTRIES = {"DE", "US", "FR", "GB", "ES", "IT", "NL", "PL", "SE"};

  @Parameters(paramLabel = "DIR", description = "the data folder of the server")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path data;

  @Option(names = "--events", defaultValue = "50000000", description = "${DEFAULT-VALUE}")
  private long events;

  @Option(names = "--days", defaultValue = "30", description = "${DEFAULT-VALUE}")
  private int days;

  private final SplittableRandom random = new SplittableRandom(1);

  @Override
  public Integer call() {
    long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    long from = now - TimeUnit.DAYS.toMicros(days);
    double step = (double) (now - from) / events;
    long start = System.nanoTime();
    try (EventStore store =
            new DuckDbStore(DuckDbConfig.defaults(data.resolve("store")), new Metrics());
        ProgressBar bar =
            new ProgressBarBuilder()
                .setTaskName("fill")
                .setInitialMax(events)
                .setUnit("M", 1_000_000)
                .showSpeed()
                .build()) {
      for (long first = 0; first < events; first += BATCH) {
        int count = (int) Math.min(BATCH, events - first);
        List<LoggedEvent> batch = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          batch.add(new LoggedEvent(event(from + (long) ((first + i) * step)), 0, first + i));
        }
        store.append(new EventBatch(batch, "", Positions.NONE, Positions.NONE));
        bar.stepBy(count);
      }
    }
    System.out.printf("%,.0f events/s%n", events / ((System.nanoTime() - start) / 1e9));
    return 0;
  }

  private Event event(long time) {
    String properties =
        "{\"feature\":\"f"
            + skewed(100)
            + "\",\"plan\":\""
            + PLANS[skewed(PLANS.length)]
            + "\",\"country\":\""
            + COUNTRIES[skewed(COUNTRIES.length)]
            + "\",\"amount\":"
            + random.nextInt(1000)
            + "}";
    long sent = time - time % 1000 - random.nextInt(200_000);
    UUID id =
        new UUID(
            random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x4000L,
            random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L);
    return new Event(
        "default",
        id.toString(),
        Bodies.NAMES[skewed(Bodies.NAMES.length)],
        "user-" + skewed(100_000),
        null,
        sent,
        sent,
        time,
        RawJson.of(properties),
        RawJson.EMPTY);
  }

  private int skewed(int bound) {
    double uniform = random.nextDouble();
    return (int) (uniform * uniform * bound);
  }
}

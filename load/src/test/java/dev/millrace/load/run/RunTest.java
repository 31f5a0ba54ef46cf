package dev.millrace.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.app.Millrace;
import dev.millrace.app.settings.Settings;
import dev.millrace.http.Scope;
import dev.millrace.load.discard.DiscardTarget;
import dev.millrace.load.millrace.LiveReaders;
import dev.millrace.load.millrace.MillraceTarget;
import dev.millrace.load.millrace.Questions;
import dev.millrace.load.millrace.ServerAccess;
import dev.millrace.load.pace.Curve;
import dev.millrace.load.pace.Shape;
import dev.millrace.load.population.Batch;
import dev.millrace.load.population.Population;
import dev.millrace.load.population.Traits;
import dev.millrace.load.target.Delivery;
import dev.millrace.load.target.Finding;
import dev.millrace.load.target.Ledger;
import dev.millrace.load.target.Sender;
import dev.millrace.load.target.Target;
import dev.millrace.load.watch.Watcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final RunOptions OPTIONS =
      new RunOptions(8, 50, Curve.EVEN, LONG, true, LONG, Limits.of(500));

  /** People who err, repeat themselves and come late far more often than usual. */
  private static Traits careless(String token) {
    return new Traits(3, token, 2_000, 50, .02, .2, .1, .1, .1, .05, 20_000);
  }

  private static Millrace server(Path folder) {
    return Millrace.start(
        Settings.of(
            Map.of(
                "data", folder.toString(),
                "http.port", "0",
                "log.port", "0",
                "log.reserve", "0",
                "store.reserve", "0")));
  }

  private static ServerAccess access(Millrace millrace) {
    return new ServerAccess(
        millrace.url(), millrace.keys().secret(Scope.WRITE), millrace.keys().secret(Scope.READ));
  }

  @Test
  void findsEveryCountOfARealServerRight(@TempDir Path folder) throws InterruptedException {
    try (Millrace millrace = server(folder)) {
      ServerAccess access = access(millrace);
      List<Watcher> watchers = List.of(new Questions(access, 10), new LiveReaders(access, 20));

      RunResult result =
          new Run(
                  new MillraceTarget(access, "run", Map.of()),
                  new Population(careless("run")),
                  Shape.constant("constant", 2_000, Duration.ofSeconds(1), Duration.ofSeconds(3)),
                  OPTIONS,
                  watchers,
                  new Silence())
              .execute();

      assertThat(result.wrongAnswer()).isEmpty();
      assertThat(result.findings())
          .extracting(Finding::what, Finding::wrong)
          .containsExactly(tuple("events", 0L), tuple("users", 0L), tuple("features", 0L));
      assertThat(result.acknowledged()).isBetween(6_000L, 8_000L);
      assertThat(result.repeated()).isPositive();
      assertThat(result.bad()).isPositive();
      assertThat(result.open()).isZero();
      assertThat(result.stages()).hasSize(2);
      assertThat(result.stages().getLast().watchers())
          .hasEntrySatisfying("queries", of -> assertThat(of.count()).isPositive());
      assertThat(result.seconds()).isNotEmpty();
    }
  }

  @Test
  void findsWhatWasAcknowledgedAndIsNotThere(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (Millrace millrace = server(folder);
        Target target = new MillraceTarget(access(millrace), "run", Map.of())) {
      Population population = new Population(careless("run").wellBehaved());
      Ledger ledger = new Ledger(2_000, 50);
      Batch sent = population.next(100, System.currentTimeMillis());
      try (Sender sender = target.open()) {
        assertThat(sender.send(sent)).isInstanceOf(Delivery.Acknowledged.class);
      }
      ledger.acknowledge(sent);
      assertThat(target.check(ledger)).allMatch(finding -> finding.wrong() == 0);

      ledger.acknowledge(population.next(1, System.currentTimeMillis()));

      assertThat(target.check(ledger))
          .allMatch(finding -> finding.wrong() == 1)
          .allMatch(finding -> finding.lost() == 1);
    }
  }

  @Test
  void refusesToWaitForAServerThatIsNotThere() throws InterruptedException {
    ServerAccess nobody =
        new ServerAccess(URI.create("http://127.0.0.1:1"), "write-key", "read-key");

    RunResult result =
        new Run(
                new Uncounted(new MillraceTarget(nobody, "run", Map.of())),
                new Population(careless("run")),
                Shape.constant("constant", 500, Duration.ZERO, Duration.ofSeconds(1)),
                new RunOptions(
                    4, 50, Curve.EVEN, Duration.ofSeconds(1), true, LONG, Limits.of(500)),
                List.of(),
                new Silence())
            .execute();

    assertThat(result.acknowledged()).isZero();
    assertThat(result.open()).isZero();
    assertThat(result.stages().getFirst().refusals()).containsKey("no connection");
    assertThat(result.stages().getFirst().sustained()).isFalse();
  }

  @Test
  void sendsEverythingThatIsDue() throws IOException, InterruptedException {
    try (Target target = new DiscardTarget("run")) {
      RunResult result =
          new Run(
                  target,
                  new Population(careless("run").wellBehaved()),
                  Shape.constant("constant", 10_000, Duration.ZERO, Duration.ofSeconds(2)),
                  OPTIONS,
                  List.of(),
                  new Silence())
              .execute();

      assertThat(result.acknowledged()).isEqualTo(20_000);
      assertThat(result.stages().getFirst().latency().count()).isEqualTo(400);
    }
  }

  /** A target whose counts nobody asks for. */
  private record Uncounted(Target target) implements Target {
    @Override
    public String title() {
      return target.title();
    }

    @Override
    public Map<String, String> facts() {
      return target.facts();
    }

    @Override
    public Sender open() throws IOException {
      return target.open();
    }

    @Override
    public Map<String, Double> gauges() {
      return target.gauges();
    }

    @Override
    public List<Finding> check(Ledger ledger) {
      return List.of();
    }

    @Override
    public void close() {
      target.close();
    }
  }
}

package dev.millrace.load.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.load.pace.Curve;
import dev.millrace.load.pace.Shape;
import dev.millrace.load.population.Batch;
import dev.millrace.load.population.Population;
import dev.millrace.load.population.Traits;
import dev.millrace.load.run.Limits;
import dev.millrace.load.run.Run;
import dev.millrace.load.run.RunOptions;
import dev.millrace.load.run.RunResult;
import dev.millrace.load.run.Silence;
import dev.millrace.load.target.Delivery;
import dev.millrace.load.target.Finding;
import dev.millrace.load.target.Ledger;
import dev.millrace.load.target.Sender;
import dev.millrace.load.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountersTargetTest {
  private static final int USERS = 500;
  private static final int FEATURES = 20;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // set before the first test
  private static Database database;

  @SuppressWarnings("NullAway.Init") // set before the first test
  private static Bystander bystander;

  @BeforeAll
  static void start() throws IOException {
    database = Database.start(folder);
    bystander = Bystander.start(database, 20);
  }

  @AfterAll
  static void stop() {
    bystander.close();
    database.close();
  }

  private static Traits people() {
    return new Traits(1, "run", USERS, FEATURES, .02, .2, 0, 0, 0, 0, 20_000);
  }

  private static RunResult run(Target target, Traits traits)
      throws SQLException, InterruptedException {
    return new Run(
            target,
            new Population(traits),
            Shape.constant("constant", 200, Duration.ZERO, Duration.ofSeconds(4)),
            new RunOptions(50, 1, Curve.EVEN, LONG, false, LONG, Limits.of(500)),
            List.of(bystander.watcher()),
            new Silence())
        .execute();
  }

  @Test
  void putsADatabasesNameIntoAUrlWhoseOptionsHoldAnything() {
    String options = "?user=u&password=a%2Fb%s/c";

    assertThat(Database.at("jdbc:postgresql://host:5433/postgres" + options).url("d"))
        .isEqualTo("jdbc:postgresql://host:5433/d" + options);
    assertThat(Database.at("jdbc:postgresql://host" + options).url("d"))
        .isEqualTo("jdbc:postgresql://host/d" + options);
  }

  @Test
  void serverKeepsWhatItAcknowledges() {
    assertThat(database.facts())
        .containsEntry("fsync", "on")
        .containsEntry("synchronous_commit", "on");
  }

  @Test
  void countsEachActionInEveryTableBesideABystander() throws SQLException, InterruptedException {
    try (Target target = new CountersTarget(database, USERS, FEATURES, 5, LONG, false)) {
      RunResult result = run(target, people());

      assertThat(result.acknowledged()).isEqualTo(800);
      assertThat(result.exact()).isTrue();
      assertThat(result.findings()).allMatch(finding -> finding.found() == 800);
      assertThat(result.stages().getFirst().watchers())
          .hasEntrySatisfying("bystander", of -> assertThat(of.count()).isPositive());
      assertThat(result.stages().getFirst().watcherFailures()).containsEntry("bystander", "");
      // The counts are indexed, so no update stays within its page.
      assertThat(result.facts()).containsEntry("HOT updates", "0.0 %");
      // What the bystander writes to the same server is not this application's.
      assertThat(result.facts()).containsEntry("WAL of", "its own sessions");
      assertThat(result.facts()).containsKeys("WAL", "most dead rows");
    }
  }

  @Test
  void countsARepeatedActionTwice() throws IOException, SQLException, InterruptedException {
    Population population = new Population(people());
    Batch batch = population.next(10, System.currentTimeMillis());
    Ledger ledger = new Ledger(USERS, FEATURES);
    try (Target target = new CountersTarget(database, USERS, FEATURES, 5, LONG, true);
        Sender sender = target.open()) {
      assertThat(sender.send(batch)).isInstanceOf(Delivery.Acknowledged.class);
      ledger.acknowledge(batch);
      assertThat(sender.send(batch)).isInstanceOf(Delivery.Acknowledged.class);
      ledger.acknowledge(batch);

      assertThat(target.check(ledger))
          .allMatch(finding -> finding.repeated() == 10)
          .allMatch(finding -> finding.wrong() > 0);
    }
  }

  @Test
  void saysHowManyActionsFoundNoConnection() throws SQLException, InterruptedException {
    try (Target target =
        new CountersTarget(database, USERS, FEATURES, 1, Duration.ofMillis(250), false)) {
      RunResult result =
          new Run(
                  target,
                  new Population(people()),
                  Shape.constant("constant", 20_000, Duration.ZERO, Duration.ofSeconds(1)),
                  new RunOptions(
                      2_000, 1, Curve.EVEN, Duration.ofSeconds(2), false, LONG, Limits.of(500)),
                  List.of(),
                  new Silence())
              .execute();

      assertThat(result.stages().getFirst().sustained()).isFalse();
      assertThat(result.stages().getFirst().refusals()).containsKey("pool time-out");
      assertThat(result.findings()).allMatch(finding -> finding.wrong() == 0);
      assertThat(result.findings()).extracting(Finding::found).containsOnly(result.acknowledged());
    }
  }
}

package dev.millrace.load.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.load.population.Action;
import dev.millrace.load.population.Batch;
import dev.millrace.load.population.Population;
import dev.millrace.load.population.Traits;
import dev.millrace.load.target.Delivery;
import dev.millrace.load.target.Finding;
import dev.millrace.load.target.Ledger;
import dev.millrace.load.target.Sender;
import dev.millrace.load.target.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StopgapTargetTest {
  private static final Traits PEOPLE = new Traits(1, "run", 500, 20, .02, .2, 0, 0, 0, 0, 20_000);

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Population population = new Population(PEOPLE);
  private final Ledger ledger = new Ledger(PEOPLE.users(), PEOPLE.features());

  private void push(Sender sender, int count) throws IOException, InterruptedException {
    Batch batch = population.next(count, System.currentTimeMillis());
    assertThat(sender.send(batch)).isInstanceOf(Delivery.Acknowledged.class);
    ledger.acknowledge(batch);
  }

  private static Finding finding(List<Finding> findings, String what) {
    return findings.stream()
        .filter(finding -> finding.what().equals(what))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void countsWhatIsPushedWhileTheTimerRests() throws IOException, InterruptedException {
    List<Action> written = Collections.synchronizedList(new ArrayList<>());
    try (Target stopgap = new StopgapTarget(written::addAll, EVERY);
        Sender sender = stopgap.open()) {
      push(sender, 300);

      List<Finding> findings = stopgap.check(ledger);

      assertThat(findings).allMatch(finding -> finding.wrong() == 0);
      assertThat(written).hasSize(300);
    }
  }

  @Test
  void losesAndRepeatsWhatIsPushedBetweenItsTwoCommands() throws IOException, InterruptedException {
    AtomicReference<@Nullable Sender> other = new AtomicReference<>();
    try (StopgapTarget stopgap =
            new StopgapTarget(_ -> pushDuringTheTurn(other.getAndSet(null)), EVERY);
        Sender sender = stopgap.open();
        Sender meanwhile = stopgap.open()) {
      push(sender, 100);
      other.set(meanwhile);

      List<Finding> findings = stopgap.check(ledger);

      assertThat(finding(findings, "events lost").wrong()).isEqualTo(40);
      assertThat(finding(findings, "events counted twice").wrong()).isEqualTo(40);
      assertThat(finding(findings, "events counted and still in the list").wrong()).isZero();
    }
  }

  @Test
  void saysWhatItsTimerCanTakeOutAndWhatItDid() throws IOException, InterruptedException {
    try (StopgapTarget stopgap = new StopgapTarget(_ -> {}, EVERY);
        Sender sender = stopgap.open()) {
      push(sender, 2_500);

      Finding waiting = finding(stopgap.check(ledger), "events not yet counted");

      assertThat(waiting.detail()).contains("1,001 in 1 s make 1,001/s");
      assertThat(waiting.detail()).contains("measured were").contains("turns that found so many");
      assertThat(stopgap.facts().get("commands")).contains("LTRIM by as many as it has read");
    }
  }

  /** The timer has read the list, and has not cut it off yet. */
  private void pushDuringTheTurn(@Nullable Sender sender) {
    if (sender == null) {
      return;
    }
    try {
      push(sender, 40);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

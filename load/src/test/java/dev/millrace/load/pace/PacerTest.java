package dev.millrace.load.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Stage STAGE = new Stage("constant", 1_000, Duration.ofSeconds(2), true);

  private static List<Slot> takeAll(Pacer pacer) throws InterruptedException {
    pacer.finish();
    List<Slot> slots = new ArrayList<>();
    for (Slot slot = pacer.take(); slot != null; slot = pacer.take()) {
      slots.add(slot);
    }
    return slots;
  }

  @Test
  void setsDueTimesThatDoNotDependOnWhenTheyAreTaken() throws InterruptedException {
    long start = System.nanoTime() - SECOND;
    Pacer pacer = new Pacer(100, Curve.EVEN, 60 * SECOND);
    pacer.begin(STAGE, start);

    List<Slot> slots = takeAll(pacer);

    assertThat(slots).hasSize(20);
    for (int i = 0; i < slots.size(); i++) {
      assertThat(slots.get(i).due() - start).isCloseTo(i * SECOND / 10, within(1_000L));
    }
    assertThat(pacer.isFinished()).isTrue();
  }

  @Test
  void letsTakersWaitForTheNextStageAndGoAfterTheLast() throws Exception {
    Pacer pacer = new Pacer(100, Curve.EVEN, 60 * SECOND);
    FutureTask<List<Slot>> taker =
        new FutureTask<>(() -> {
          List<Slot> slots = new ArrayList<>();
          for (Slot slot = pacer.take(); slot != null; slot = pacer.take()) {
            slots.add(slot);
          }
          return slots;
        });
    Thread thread = Thread.ofPlatform().daemon().start(taker);
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    pacer.begin(STAGE, System.nanoTime());
    pacer.finish();

    assertThat(taker.get(10, TimeUnit.SECONDS)).hasSize(20);
  }

  @Test
  void countsWhatIsDueAndNotTaken() throws InterruptedException {
    long start = System.nanoTime();
    Pacer pacer = new Pacer(100, Curve.EVEN, 60 * SECOND);
    pacer.begin(STAGE, start);

    assertThat(pacer.backlog(start + SECOND)).isEqualTo(10);
    assertThat(pacer.take()).isNotNull();
    assertThat(pacer.backlog(start + SECOND)).isEqualTo(9);
    pacer.drop(start + SECOND);
    assertThat(pacer.backlog(start + SECOND)).isZero();
    assertThat(pacer.dropped(0)).isEqualTo(9);
  }

  @Test
  void dropsWhatNoClientWouldStillWaitFor() throws InterruptedException {
    Pacer pacer = new Pacer(100, Curve.EVEN, SECOND);
    pacer.begin(STAGE, System.nanoTime() - 10 * SECOND);

    assertThat(takeAll(pacer)).isEmpty();
    assertThat(pacer.dropped(0)).isEqualTo(20);
  }

  @Test
  void goesOnWithTheLastStagesRequestsBeforeTheNextOnes() throws InterruptedException {
    long start = System.nanoTime() - 2 * SECOND;
    Pacer pacer = new Pacer(100, Curve.EVEN, 60 * SECOND);
    pacer.begin(STAGE, start);
    pacer.begin(new Stage("next", 500, Duration.ofSeconds(2), true), start + 2 * SECOND);

    assertThat(takeAll(pacer)).extracting(Slot::stage).hasSize(30).isSorted();
  }

  @Test
  void followsTheCurveOfADay() {
    Curve curve = Curve.day(24);
    Stage stage = new Stage("day", 1_000, Duration.ofSeconds(48), true);

    assertThat(curve.due(stage, 24_000)).isCloseTo(24, within(.01));
    assertThat(curve.due(stage, 36_000)).isBetween(24 + 10.0, 24 + 14.0);
    // At night there is less: the first hours of a day hold few of its events.
    assertThat(curve.due(stage, 1_000)).isGreaterThan(2);
  }
}

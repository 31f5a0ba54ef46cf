package dev.millrace.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Positions;
import dev.millrace.store.StorePosition;
import org.junit.jupiter.api.Test;

class StartTest {
  private static final Positions BEGINNING = Positions.ofNext(5, 0);
  private static final Positions END = Positions.ofNext(100, 50);

  @Test
  void beginsWithTheLogWhenTheStoreIsEmpty() {
    assertThat(start(StorePosition.START))
        .isEqualTo(new Start(Positions.NONE, BEGINNING, false, 0, 0));
  }

  @Test
  void goesOnWhereTheStoreStands() {
    Positions stands = Positions.ofNext(100, 20);
    assertThat(start(new StorePosition("log", stands)))
        .isEqualTo(new Start(stands, stands, false, 0, 0));
  }

  @Test
  void beginsWithLogMadeAnewOfWhichTheStoreHasNothing() {
    assertThat(start(new StorePosition("older", Positions.ofNext(7, 8))))
        .isEqualTo(new Start(Positions.NONE, BEGINNING, true, 0, 0));
  }

  @Test
  void readsAgainThePartitionThatEndsTooEarly() {
    Positions stands = Positions.ofNext(103, 20);
    assertThat(start(new StorePosition("log", stands)))
        .isEqualTo(new Start(stands, Positions.ofNext(5, 20), false, 3, 0));
  }

  @Test
  void countsWhatRetentionRemoved() {
    Positions stands = Positions.ofNext(1, 20);
    assertThat(start(new StorePosition("log", stands)))
        .isEqualTo(new Start(stands, Positions.ofNext(5, 20), false, 0, 4));
  }

  private static Start start(StorePosition store) {
    return Start.of(store, "log", 2, BEGINNING, END);
  }
}

package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.query.ViewFormat;
import dev.millrace.store.View;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CollectedCellsTest {
  private static final View ARTICLES =
      ViewFormat.view("articles", List.of(), List.of("plan"), List.of("uniques(article)"));

  private final SplittableRandom random = new SplittableRandom(2);

  private ViewCell cellOf(int values) {
    ViewCell cell = new ViewCell(ARTICLES);
    for (int i = 0; i < values; i++) {
      cell.distinct(0).add(random.nextInt(Integer.MAX_VALUE));
    }
    return cell;
  }

  @Test
  void boundsTheMemoryOfDifferentValues() {
    CollectedCells cells = new CollectedCells();
    int full = (int) (CollectedCells.MAX_DISTINCT_BYTES / 4_096);
    for (int i = 0; i < full; i++) {
      cells.add(new ViewKey("p", i, "free"), cellOf(2_500));
    }
    // What is there already takes no more, however much comes.
    for (int i = 0; i < 100; i++) {
      cells.add(new ViewKey("p", i, "free"), cellOf(10_000));
    }

    assertThat(cells.byKey()).hasSize(full);
    assertThatThrownBy(() -> cells.add(new ViewKey("p", full, "free"), cellOf(1)))
        .isInstanceOf(CollectedCells.TooMany.class)
        .hasMessage("different values take more than 32 MiB; break down by less");
  }
}

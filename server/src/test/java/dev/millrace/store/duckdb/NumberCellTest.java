package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.store.Measure.Function;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NumberCellTest {
  private static final List<Function> QUANTILES =
      List.of(Function.MEDIAN, Function.P75, Function.P90, Function.P95, Function.P99);

  private static NumberCell of(double... numbers) {
    NumberCell cell = new NumberCell(true);
    for (double number : numbers) {
      cell.add(number);
    }
    return cell;
  }

  @Test
  void liesBetweenTheTwoNumbersThatAQuantileIsBetween() {
    assertThat(of(1, 100).value(Function.MEDIAN)).isEqualTo(50.5);
    assertThat(of(1, 100).value(Function.P90)).isCloseTo(90.1, within(1e-9));
    assertThat(of(7).value(Function.P99)).isEqualTo(7);
    assertThat(of(-3, 3).value(Function.MEDIAN)).isEqualTo(0);
  }

  @Test
  void isWithinTheErrorOfTheLargerOfThemHoweverFewThereAre() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 5_000; round++) {
      double[] numbers = new double[1 + random.nextInt(30)];
      boolean signs = random.nextBoolean();
      Arrays.setAll(
          numbers,
          _ ->
              (signs && random.nextInt(3) == 0 ? -1 : 1)
                  * (random.nextInt(9) == 0 ? 0 : Math.exp(random.nextDouble(-5, 12))));
      NumberCell cell = of(numbers);
      Arrays.sort(numbers);
      for (Function function : QUANTILES) {
        double place = function.quantile() * (numbers.length - 1);
        double below = numbers[(int) place];
        double above = numbers[Math.min((int) place + 1, numbers.length - 1)];
        double larger = Math.max(Math.abs(below), Math.abs(above));
        assertThat(cell.value(function))
            .as("%s of %s", function, Arrays.toString(numbers))
            .isCloseTo(
                below + (above - below) * (place - (int) place),
                within(1.001 * NumberCell.RELATIVE_ERROR * larger));
      }
    }
  }
}

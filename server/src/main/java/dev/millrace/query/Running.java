package dev.millrace.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers that depend on those of the buckets before, for each group by itself. */
final class Running {
  private Running() {}

  /** Adds up the column from the first bucket on. */
  static Grid totals(Grid grid, int column) {
    double[] totals = new double[grid.groups().size()];
    return grid.with(
        column,
        (bucket, group) -> {
          Number value = grid.cells().get(bucket).get(group).get(column);
          totals[group] += value == null ? 0 : value.doubleValue();
          return totals[group];
        });
  }

  /** The mean of the last buckets, as far as there are any, and of what is not null. */
  static Grid averages(Grid grid, int column, int buckets) {
    return grid.with(
        column,
        (bucket, group) -> {
          List<Double> values = new ArrayList<>();
          for (int i = Math.max(0, bucket - buckets + 1); i <= bucket; i++) {
            @Nullable Number value = grid.cells().get(i).get(group).get(column);
            if (value != null) {
              values.add(value.doubleValue());
            }
          }
          return values.isEmpty()
              ? null
              : (Double) (values.stream().mapToDouble(Double::doubleValue).sum() / values.size());
        });
  }
}

package dev.millrace.store.duckdb;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import dev.millrace.store.Measure.Function;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers added up: how many, their sum, least and most, and a sketch of their distribution. Sums
 * are compensated (Neumaier's), so that they hardly depend on the order. The sketch is a DDSketch:
 * what it gives as a number of some rank is within {@value #RELATIVE_ERROR} of the true one,
 * relative to it, and merging makes it no worse. Owned by one thread at a time.
 */
final class NumberCell {
  static final double RELATIVE_ERROR = 0.01;

  /** Enough for numbers that are 17 powers of ten apart; the smallest beyond that are joined. */
  private static final int MAX_BINS = 2_048;

  private static final int BYTES = 64;

  private final @Nullable DDSketch sketch;
  private long numbers;
  private double sum;
  private double lost;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  NumberCell(boolean quantiles) {
    this.sketch =
        quantiles ? DDSketches.logarithmicCollapsingLowestDense(RELATIVE_ERROR, MAX_BINS) : null;
  }

  /**
   * Adds numbers that were added up elsewhere.
   *
   * @param values each of them, needed for quantiles only
   */
  void add(long added, double sumOfThem, double leastOfThem, double mostOfThem, Object[] values) {
    numbers += added;
    addToSum(sumOfThem);
    least = Math.min(least, leastOfThem);
    most = Math.max(most, mostOfThem);
    if (sketch != null) {
      for (Object value : values) {
        if (value != null) {
          sketch.accept((Double) value);
        }
      }
    }
  }

  /** Adds one number, if it is finite. */
  void add(double number) {
    if (Double.isFinite(number)) {
      add(1, number, number, number, new Object[0]);
      if (sketch != null) {
        sketch.accept(number);
      }
    }
  }

  void add(NumberCell other) {
    numbers += other.numbers;
    addToSum(other.sum);
    lost += other.lost;
    least = Math.min(least, other.least);
    most = Math.max(most, other.most);
    if (sketch != null && other.sketch != null) {
      sketch.mergeWith(other.sketch);
    }
  }

  private void addToSum(double added) {
    double next = sum + added;
    lost += Math.abs(sum) >= Math.abs(added) ? (sum - next) + added : (added - next) + sum;
    sum = next;
  }

  /** How many numbers. */
  long numbers() {
    return numbers;
  }

  double sum() {
    return sum + lost;
  }

  /** Infinite if there are no numbers. */
  double least() {
    return least;
  }

  /** Infinite if there are no numbers. */
  double most() {
    return most;
  }

  /** What it takes of the heap, about. */
  int bytes() {
    return BYTES + (sketch == null ? 0 : sketch.serializedSize());
  }

  /** Null when there is no such number, or none that is finite. */
  @Nullable Double value(Function function) {
    if (numbers == 0) {
      return function == Function.SUM ? 0.0 : null;
    }
    double value =
        switch (function) {
          case SUM -> sum + lost;
          case AVG -> (sum + lost) / numbers;
          case MIN -> least;
          case MAX -> most;
          case MEDIAN, P75, P90, P95, P99 -> {
            if (sketch == null) {
              throw new IllegalArgumentException("the view keeps no quantiles");
            }
            yield quantile(sketch, function.quantile());
          }
        };
    return Double.isFinite(value) ? value : null;
  }

  /**
   * Between the two numbers that the quantile lies between in order, as the engine has it over
   * events. Each of them is within the error, and so is what lies between them, relative to itself
   * where they have one sign, else to the larger of them.
   */
  private double quantile(DDSketch sketch, double quantile) {
    double last = sketch.getCount() - 1;
    double place = quantile * last;
    double below = Math.floor(place);
    double lower = ranked(sketch, below, last);
    return lower + (ranked(sketch, Math.ceil(place), last) - lower) * (place - below);
  }

  /** The number that so many are before in order; the first and the last are known exactly. */
  private double ranked(DDSketch sketch, double rank, double last) {
    if (rank == 0) {
      return least;
    }
    // Half a rank further, as no rounding must lead to the one before.
    return rank == last
        ? most
        : Math.clamp(sketch.getValueAtQuantile((rank + 0.5) / last), least, most);
  }

  /** Whether both have the same numbers; sums may differ by what rounding does. */
  boolean agreesWith(NumberCell other) throws IOException {
    double rounding = 1e-9 * Math.max(1, Math.abs(sum));
    boolean sums =
        Double.isFinite(sum) ? Math.abs(sum + lost - other.sum - other.lost) <= rounding : true;
    return numbers == other.numbers
        && sums
        && least == other.least
        && most == other.most
        && Arrays.equals(sketchBytes(), other.sketchBytes());
  }

  /** {@link SelectViewSql} reads what is before the sketch by its places. */
  void write(DataOutput out) throws IOException {
    out.writeLong(numbers);
    out.writeDouble(sum);
    out.writeDouble(lost);
    out.writeDouble(least);
    out.writeDouble(most);
    byte[] bytes = sketchBytes();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private byte[] sketchBytes() throws IOException {
    if (sketch == null) {
      return new byte[0];
    }
    GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
    sketch.encode(out, true);
    return out.trimmedCopy();
  }

  /** Adds what was written. */
  void read(DataInput in) throws IOException {
    numbers += in.readLong();
    addToSum(in.readDouble());
    lost += in.readDouble();
    least = Math.min(least, in.readDouble());
    most = Math.max(most, in.readDouble());
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    if (sketch != null && bytes.length > 0) {
      sketch.decodeAndMergeWith(ByteArrayInput.wrap(bytes));
    }
  }
}

package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DistinctCellTest {
  /** Those that are counted as they are; one more becomes registers. */
  private static final int MAX_TOKENS = 1_024;

  private static final int REGISTER_BYTES = 4_096;

  private static int token(String text) {
    return DistinctCell.token(text.getBytes(StandardCharsets.UTF_8));
  }

  private static DistinctCell of(Iterable<String> texts) {
    DistinctCell cell = new DistinctCell();
    texts.forEach(text -> cell.add(token(text)));
    return cell;
  }

  private static DistinctCell ofNumbers(int from, int to) {
    DistinctCell cell = new DistinctCell();
    for (int i = from; i < to; i++) {
      cell.add(token("value " + i));
    }
    return cell;
  }

  private static byte[] written(DistinctCell cell) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    cell.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static void read(DistinctCell cell, byte[] written) throws IOException {
    cell.read(new DataInputStream(new ByteArrayInputStream(written)));
  }

  @Test
  void countsFewExactlyHoweverOftenTheyCome() {
    DistinctCell cell = new DistinctCell();
    assertThat(cell.count()).isZero();
    for (int i = 0; i < 1_000_000; i++) {
      cell.add(token("value " + i % MAX_TOKENS));
      cell.add(DistinctCell.NONE);
    }
    assertThat(cell.count()).isEqualTo(MAX_TOKENS);
    assertThat(cell.bytes()).isLessThanOrEqualTo(2 * REGISTER_BYTES);
  }

  @Test
  void countsManyWithinItsError() {
    int[] sizes = {1_025, 2_000, 5_000, 20_000, 100_000, 1_000_000};
    double squares = 0;
    int counts = 0;
    for (int size : sizes) {
      for (int round = 0; round < 100_000 / size + 1; round++) {
        DistinctCell cell = ofNumbers(counts * 1_000_000, counts * 1_000_000 + size);
        double error = (double) cell.count() / size - 1;
        assertThat(error).as("%d values", size).isCloseTo(0, within(DistinctCell.RELATIVE_ERROR));
        assertThat(cell.bytes()).isEqualTo(REGISTER_BYTES);
        squares += error * error;
        counts++;
      }
    }
    assertThat(Math.sqrt(squares / counts)).isLessThan(DistinctCell.RELATIVE_ERROR / 3 * 1.1);
  }

  @Test
  void isTheSameInWhateverOrderAndPartsItIsMade() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      int values = 1 + random.nextInt(round % 3 == 0 ? 5_000 : 1_500);
      List<String> events = new ArrayList<>();
      for (int i = 0; i < 2 * values; i++) {
        events.add("value " + random.nextInt(values));
      }
      Set<String> set = new HashSet<>(events);
      byte[] whole = written(of(set));
      Collections.shuffle(events, random);

      DistinctCell merged = new DistinctCell();
      int at = 0;
      while (at < events.size()) {
        int to = Math.min(events.size(), at + 1 + random.nextInt(values));
        DistinctCell part = of(events.subList(at, to));
        if (random.nextBoolean()) {
          read(merged, written(part));
        } else {
          merged.add(part);
        }
        at = to;
      }
      assertThat(written(merged)).isEqualTo(whole);
      assertThat(merged.agreesWith(of(events))).isTrue();
      if (set.size() <= MAX_TOKENS) {
        assertThat(merged.count()).isEqualTo(set.size());
      }
      events.add("one more");
      assertThat(set.size() > MAX_TOKENS || !merged.agreesWith(of(events))).isTrue();
    }
  }

  @Test
  void takesNoMoreBytesThanItsRegisters() throws IOException {
    assertThat(written(new DistinctCell())).hasSize(4);
    assertThat(written(ofNumbers(0, 10))).hasSize(44);
    assertThat(written(ofNumbers(0, MAX_TOKENS))).hasSize(4 + REGISTER_BYTES);
    assertThat(written(ofNumbers(0, MAX_TOKENS + 1))).hasSize(4 + REGISTER_BYTES);
    assertThat(ofNumbers(0, MAX_TOKENS).agreesWith(ofNumbers(0, MAX_TOKENS + 1))).isFalse();
  }

  @Test
  void refusesWhatItCannotHaveWritten() {
    assertThatThrownBy(() -> read(new DistinctCell(), new byte[] {0x7f, 0, 0, 0}))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(new DistinctCell(), new byte[] {0, 0, 0, 2, 1}))
        .isInstanceOf(IOException.class);
  }

  @Test
  void knowsTextsByTheSameTokensForEver() {
    // They are in files.
    assertThat(List.of(token(""), token("1"), token("naïve 😀")))
        .containsExactly(-1217905024, 2139032705, 1900085505);
  }
}

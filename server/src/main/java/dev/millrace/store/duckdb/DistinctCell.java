package dev.millrace.store.duckdb;

import com.dynatrace.hash4j.distinctcount.DistinctCountUtil;
import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many different texts there are. A text is known by a token, 32 bits of its hash. Up to
 * {@value #MAX_TOKENS} tokens are kept as they are, and counted: two texts in 200 million have the
 * same one. More of them become the registers of an UltraLogLog, which take no more bytes than
 * those did.
 *
 * <p>What is written depends on nothing but the set of texts, so cells can be merged in any order,
 * and compared. Owned by one thread at a time; one that is shared may only be added to others.
 *
 * @see <a href="https://arxiv.org/abs/2308.16862">Ertl, UltraLogLog (2023)</a>
 */
final class DistinctCell {
  /**
   * Three standard errors, each {@code 0.761 / sqrt(4096)} by the maximum-likelihood estimator: 997
   * of 1,000 counts are nearer.
   */
  static final double RELATIVE_ERROR = 0.036;

  /** Stands for no text. Its last six bits are more than the leading zeros of any hash. */
  static final int NONE = -1;

  /** 4 KiB of registers. Two more would halve the error, and take four times the memory. */
  private static final int PRECISION = 12;

  private static final int REGISTERS = 1 << PRECISION;
  private static final int MAX_TOKENS = REGISTERS / Integer.BYTES;
  private static final int FIRST_TOKENS = 4;

  /** Written instead of a number of tokens. */
  private static final int HAS_REGISTERS = -1;

  private static final int[] NO_TOKENS = {};
  private static final Hasher64 HASHER = Hashing.komihash5_0();

  /** Of the first of these, those that came last may be there before. */
  private int[] tokens = NO_TOKENS;

  private int size;
  private boolean isSettled = true;
  private @Nullable UltraLogLog registers;

  static int token(byte[] utf8) {
    return UltraLogLog.computeToken(HASHER.hashBytesToLong(utf8));
  }

  /**
   * Adds a text.
   *
   * @param token of the text, or {@link #NONE}
   */
  void add(int token) {
    if (token == NONE) {
      return;
    }
    if (registers == null && size == tokens.length) {
      makeRoom();
    }
    if (registers == null) {
      tokens[size++] = token;
      isSettled = false;
    } else {
      registers.addToken(token);
    }
  }

  void add(DistinctCell other) {
    if (other.registers != null) {
      registers().add(other.registers);
      return;
    }
    for (int i = 0; i < other.size; i++) {
      add(other.tokens[i]);
    }
  }

  private void makeRoom() {
    settle();
    if (registers == null && (2 * size > tokens.length || size == 0)) {
      tokens = Arrays.copyOf(tokens, Math.max(FIRST_TOKENS, 2 * tokens.length));
    }
  }

  /** Leaves each token once and in order, or the registers if there are more than may be. */
  private void settle() {
    if (isSettled) {
      return;
    }
    size = DistinctCountUtil.deduplicateTokens(tokens, 0, size);
    isSettled = true;
    if (size > MAX_TOKENS) {
      registers();
    }
  }

  private UltraLogLog registers() {
    UltraLogLog present = registers;
    if (present == null) {
      present = UltraLogLog.create(PRECISION);
      for (int i = 0; i < size; i++) {
        present.addToken(tokens[i]);
      }
      registers = present;
      tokens = NO_TOKENS;
      size = 0;
      isSettled = true;
    }
    return present;
  }

  /** How many different texts. */
  long count() {
    settle();
    return registers == null
        ? size
        : Math.round(registers.getDistinctCountEstimate(UltraLogLog.MAXIMUM_LIKELIHOOD_ESTIMATOR));
  }

  /** What it takes of the heap for tokens or registers: twice what it is written in at most. */
  int bytes() {
    return registers == null ? tokens.length * Integer.BYTES : REGISTERS;
  }

  /** Whether both have the same texts, as far as can be told. */
  boolean agreesWith(DistinctCell other) {
    settle();
    other.settle();
    UltraLogLog own = registers;
    UltraLogLog others = other.registers;
    return own == null || others == null
        ? own == others && Arrays.equals(tokens, 0, size, other.tokens, 0, other.size)
        : Arrays.equals(own.getState(), others.getState());
  }

  void write(DataOutput out) throws IOException {
    settle();
    if (registers != null) {
      out.writeInt(HAS_REGISTERS);
      out.write(registers.getState());
      return;
    }
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeInt(tokens[i]);
    }
  }

  /** Adds what was written. */
  void read(DataInput in) throws IOException {
    int added = in.readInt();
    if (added == HAS_REGISTERS) {
      byte[] state = new byte[REGISTERS];
      in.readFully(state);
      registers().add(UltraLogLog.wrap(state));
      return;
    }
    if (added < 0 || added > MAX_TOKENS) {
      throw new IOException(added + " different values, not kept as registers");
    }
    for (int i = 0; i < added; i++) {
      add(in.readInt());
    }
  }
}

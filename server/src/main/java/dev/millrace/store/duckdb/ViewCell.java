package dev.millrace.store.duckdb;

import dev.millrace.store.View;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Events added up: how many, whose, and their numbers. Owned by one thread at a time. */
final class ViewCell {
  private final RoaringBitmap people = new RoaringBitmap();
  private final List<NumberCell> numbers;
  private long count;

  /**
   * @param numbers the properties whose numbers it adds up, in the order in which it is told them
   */
  ViewCell(List<View.Numbers> numbers) {
    List<NumberCell> cells = new ArrayList<>();
    for (View.Numbers each : numbers) {
      cells.add(new NumberCell(each.quantiles()));
    }
    this.numbers = List.copyOf(cells);
  }

  /** Adds one event. */
  void add(int number) {
    count++;
    people.add(number);
  }

  void addEvents(long events) {
    count += events;
  }

  /**
   * @param added Integers, the events' people, as often as there are events
   */
  void addPeople(Object[] added) {
    int[] each = new int[added.length];
    for (int i = 0; i < each.length; i++) {
      each[i] = (Integer) added[i];
    }
    people.addN(each, 0, each.length);
  }

  void addPeople(byte[] serialized) {
    RoaringBitmap added = new RoaringBitmap();
    try {
      added.deserialize(ByteBuffer.wrap(serialized));
    } catch (IOException e) {
      throw new UncheckedIOException("a set of people in the store is damaged", e);
    }
    people.or(added);
  }

  void addNumbers(byte[] serialized) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
      for (NumberCell each : numbers) {
        each.read(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("numbers in the store are damaged", e);
    }
  }

  void add(ViewCell other) {
    count += other.count;
    people.or(other.people);
    for (int i = 0; i < numbers.size(); i++) {
      numbers.get(i).add(other.numbers.get(i));
    }
  }

  long count() {
    return count;
  }

  RoaringBitmap people() {
    return people;
  }

  NumberCell numbers(int index) {
    return numbers.get(index);
  }

  /** The people in Roaring's portable format; null when they are not kept. */
  byte @Nullable [] serializedPeople(View view) {
    if (!view.people()) {
      return null;
    }
    people.runOptimize();
    byte[] bytes = new byte[people.serializedSizeInBytes()];
    people.serialize(ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** The numbers, one property after the other; null when none are kept. */
  byte @Nullable [] serializedNumbers() {
    if (numbers.isEmpty()) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (NumberCell each : numbers) {
        each.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Whether both have added up the same events. */
  boolean agreesWith(ViewCell other) {
    try {
      for (int i = 0; i < numbers.size(); i++) {
        if (!numbers.get(i).agreesWith(other.numbers.get(i))) {
          return false;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count == other.count && people.equals(other.people);
  }

  @Override
  public String toString() {
    return count + " events of " + people.getCardinality() + " people";
  }
}

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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Events added up: how many, whose, and their numbers. Owned by one thread at a time. */
final class ViewCell {
  private final RoaringBitmap people = new RoaringBitmap();
  private final List<NumberCell> numbers;
  private final List<DistinctCell> distinct;
  private long count;
  private long latest = Long.MIN_VALUE;

  /**
   * @param view whose properties it adds up, in their order
   */
  ViewCell(View view) {
    List<NumberCell> numberCells = new ArrayList<>();
    for (View.Numbers each : view.numbers()) {
      numberCells.add(new NumberCell(each.quantiles()));
    }
    List<DistinctCell> distinctCells = new ArrayList<>();
    for (int i = 0; i < view.distinct().size(); i++) {
      distinctCells.add(new DistinctCell());
    }
    this.numbers = List.copyOf(numberCells);
    this.distinct = List.copyOf(distinctCells);
  }

  /** Adds one event. */
  void add(int number, long time) {
    addEvents(1);
    addTime(time);
    people.add(number);
  }

  void addEvents(long events) {
    count += events;
  }

  /**
   * @param time of the last of some events, microseconds
   */
  void addTime(long time) {
    latest = Math.max(latest, time);
  }

  /**
   * @param added Integers
   */
  void addPeople(Object[] added) {
    int[] each = new int[added.length];
    for (int i = 0; i < each.length; i++) {
      each[i] = (Integer) added[i];
    }
    people.or(RoaringBitmap.bitmapOfUnordered(each));
  }

  void addPeople(RoaringBitmap added) {
    people.or(added);
  }

  /**
   * Adds what the file has of a row besides its count.
   *
   * @param addedPeople as {@link #serializedPeople} writes them; null for none
   * @param addedProperties as {@link #serializedProperties} writes them; null for none
   * @return how many bytes that is
   */
  int addStates(byte @Nullable [] addedPeople, byte @Nullable [] addedProperties) {
    int bytes = 0;
    try {
      if (addedPeople != null) {
        RoaringBitmap added = new RoaringBitmap();
        added.deserialize(ByteBuffer.wrap(addedPeople));
        people.or(added);
        bytes += addedPeople.length;
      }
      if (addedProperties != null) {
        addProperties(addedProperties);
        bytes += addedProperties.length;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a view's row in the store is damaged", e);
    }
    return bytes;
  }

  private void addProperties(byte[] serialized) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
      for (NumberCell each : numbers) {
        each.read(in);
      }
      for (DistinctCell each : distinct) {
        each.read(in);
      }
    }
  }

  void add(ViewCell other) {
    addEvents(other.count);
    addTime(other.latest);
    people.or(other.people);
    for (int i = 0; i < numbers.size(); i++) {
      numbers.get(i).add(other.numbers.get(i));
    }
    for (int i = 0; i < distinct.size(); i++) {
      distinct.get(i).add(other.distinct.get(i));
    }
  }

  long count() {
    return count;
  }

  /** Time of the last event, microseconds. */
  long latest() {
    return latest;
  }

  /** What its states take of the heap, about. */
  int bytes() {
    int bytes = people.getSizeInBytes();
    for (NumberCell each : numbers) {
      bytes += each.bytes();
    }
    return bytes + distinctBytes();
  }

  /** What its different values take of that. */
  int distinctBytes() {
    int bytes = 0;
    for (DistinctCell each : distinct) {
      bytes += each.bytes();
    }
    return bytes;
  }

  RoaringBitmap people() {
    return people;
  }

  List<NumberCell> numbers() {
    return numbers;
  }

  NumberCell numbers(int index) {
    return numbers.get(index);
  }

  DistinctCell distinct(int index) {
    return distinct.get(index);
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

  /**
   * The numbers and then the different values, one property after the other; null when none are
   * kept.
   */
  byte @Nullable [] serializedProperties() {
    if (numbers.isEmpty() && distinct.isEmpty()) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (NumberCell each : numbers) {
        each.write(out);
      }
      for (DistinctCell each : distinct) {
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
    for (int i = 0; i < distinct.size(); i++) {
      if (!distinct.get(i).agreesWith(other.distinct.get(i))) {
        return false;
      }
    }
    return count == other.count && latest == other.latest && people.equals(other.people);
  }

  @Override
  public String toString() {
    String values =
        distinct.stream()
            .map(each -> Long.toString(each.count()))
            .collect(Collectors.joining(" and "));
    return count
        + " events of "
        + people.getCardinality()
        + " people"
        + (values.isEmpty() ? "" : " with " + values + " different values");
  }
}

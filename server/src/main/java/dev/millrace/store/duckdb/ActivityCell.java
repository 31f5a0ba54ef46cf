package dev.millrace.store.duckdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.roaringbitmap.RoaringBitmap;

/** How many events there were, and whose. Owned by one thread at a time. */
final class ActivityCell {
  private final RoaringBitmap people = new RoaringBitmap();
  private long count;

  void add(int number) {
    count++;
    people.add(number);
  }

  void add(long events, byte[] serializedPeople) {
    count += events;
    people.or(deserialized(serializedPeople));
  }

  static RoaringBitmap deserialized(byte[] serializedPeople) {
    RoaringBitmap people = new RoaringBitmap();
    try {
      people.deserialize(ByteBuffer.wrap(serializedPeople));
      return people;
    } catch (IOException e) {
      throw new UncheckedIOException("a set of people in the store is damaged", e);
    }
  }

  void add(ActivityCell other) {
    count += other.count;
    people.or(other.people);
  }

  long count() {
    return count;
  }

  RoaringBitmap people() {
    return people;
  }

  /** The people in Roaring's portable format. */
  byte[] serializedPeople() {
    people.runOptimize();
    byte[] bytes = new byte[people.serializedSizeInBytes()];
    people.serialize(ByteBuffer.wrap(bytes));
    return bytes;
  }
}

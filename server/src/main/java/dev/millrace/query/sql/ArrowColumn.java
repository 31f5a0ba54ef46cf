package dev.millrace.query.sql;

import dev.millrace.store.Select.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a record batch, in the buffers of Arrow's columnar format: validity, then offsets
 * for text, then values. Little-endian, as the format has it.
 */
final class ArrowColumn {
  private static final int FIRST_BYTES = 1024;

  private final Type type;
  private ByteBuffer validity = buffer();
  private ByteBuffer values = buffer();
  private ByteBuffer offsets = buffer();
  private int rows;
  private int nulls;

  ArrowColumn(Type type) {
    this.type = type;
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(FIRST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  Type type() {
    return type;
  }

  int nulls() {
    return nulls;
  }

  void add(@Nullable Object value) {
    validity = withBit(validity, rows, value != null);
    switch (type) {
      case BOOLEAN -> values = withBit(values, rows, Boolean.TRUE.equals(value));
      case INTEGER, TIME -> {
        values = room(values, Long.BYTES);
        values.putLong(value == null ? 0 : (Long) value);
      }
      case DATE -> {
        values = room(values, Integer.BYTES);
        values.putInt(value == null ? 0 : Math.toIntExact((Long) value));
      }
      case DOUBLE, NUMBER -> {
        values = room(values, Double.BYTES);
        values.putDouble(value == null ? 0 : Double.parseDouble(value.toString()));
      }
      case TEXT, JSON -> text(Values.text(type, value));
    }
    rows++;
    if (value == null) {
      nulls++;
    }
  }

  private void text(@Nullable String text) {
    if (rows == 0) {
      offsets = room(offsets, Integer.BYTES);
      offsets.putInt(0);
    }
    if (text != null) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      values = room(values, utf8.length);
      values.put(utf8);
    }
    offsets = room(offsets, Integer.BYTES);
    offsets.putInt(values.position());
  }

  /** The buffers as they follow each other; those of texts without rows have no offset. */
  List<ByteBuffer> buffers() {
    return type == Type.TEXT || type == Type.JSON
        ? List.of(validity, offsets, values)
        : List.of(validity, values);
  }

  int bytes() {
    return validity.position() + offsets.position() + values.position();
  }

  void clear() {
    for (ByteBuffer buffer : List.of(validity, offsets, values)) {
      Arrays.fill(buffer.array(), 0, buffer.position(), (byte) 0);
      buffer.clear();
    }
    rows = 0;
    nulls = 0;
  }

  private static ByteBuffer withBit(ByteBuffer bits, int row, boolean value) {
    ByteBuffer buffer = bits;
    if (row % Byte.SIZE == 0) {
      buffer = room(bits, 1);
      buffer.put((byte) 0);
    }
    if (value) {
      int place = row / Byte.SIZE;
      buffer.put(place, (byte) (buffer.get(place) | 1 << row % Byte.SIZE));
    }
    return buffer;
  }

  private static ByteBuffer room(ByteBuffer buffer, int bytes) {
    if (buffer.remaining() >= bytes) {
      return buffer;
    }
    int capacity = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
  }
}

package dev.millrace.load.wire;

import java.util.Arrays;

/** ASCII that grows at its end and is used again. Owned by one thread. */
final class Bytes {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private byte[] array;
  private int length;

  Bytes(int capacity) {
    array = new byte[capacity];
  }

  byte[] array() {
    return array;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  Bytes put(byte[] ascii) {
    reserve(ascii.length);
    System.arraycopy(ascii, 0, array, length, ascii.length);
    length += ascii.length;
    return this;
  }

  Bytes put(char character) {
    reserve(1);
    array[length++] = (byte) character;
    return this;
  }

  /** A number that is not negative, in decimal digits. */
  Bytes put(int number) {
    int digits = 1;
    for (int rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    reserve(digits);
    int at = length + digits;
    length = at;
    int rest = number;
    do {
      array[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    return this;
  }

  /** The last digits of a number, in hexadecimal. */
  Bytes putHex(long bits, int digits) {
    reserve(digits);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      array[length++] = HEX[(int) (bits >>> shift) & 15];
    }
    return this;
  }

  private void reserve(int more) {
    if (length + more > array.length) {
      array = Arrays.copyOf(array, (length + more) * 2);
    }
  }
}

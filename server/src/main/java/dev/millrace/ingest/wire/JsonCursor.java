package dev.millrace.ingest.wire;

import dev.millrace.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Passes once over JSON text (RFC 8259) as bytes, and checks what it passes. Owned by one thread.
 *
 * <p>Two kinds of wrong are told apart. Broken structure throws {@link MalformedJson}: what follows
 * has no meaning any more. Anything else that no event may hold (NUL, half of a surrogate pair,
 * bytes that are not UTF-8, a number beyond a double, too deep nesting) is kept as the {@link
 * #problem} and passed over, so that the neighbours of a bad event can still be read.
 *
 * <p>Nesting costs one bit a level and no stack, so that depth cannot end the thread.
 */
public final class JsonCursor {
  /** No number that a client means has more; other readers of the log may not take more. */
  static final int MAX_NUMBER_CHARS = 400;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** A decimal number without exponent stays finite up to this many digits. */
  private static final int SAFE_NUMBER_CHARS = 300;

  /** Bytes within a string that are not simply passed over. */
  private static final boolean[] SPECIAL = new boolean[256];

  static {
    Arrays.fill(SPECIAL, 0, 0x20, true);
    Arrays.fill(SPECIAL, 0x80, 0x100, true);
    SPECIAL['"'] = true;
    SPECIAL['\\'] = true;
  }

  private final byte[] bytes;
  private final int end;
  private final int nesting;
  private final int nameChars;
  private int position;
  private @Nullable Fault problem;
  private String problemMessage = "";

  /** One bit for each open container: whether it is an object. */
  private long[] objects = new long[1];

  /** Of the string passed last: the text within the quotes, and what it is made of. */
  private int textStart;

  private int textEnd;
  private boolean textEscaped;
  private boolean textAscii;

  public JsonCursor(byte[] bytes, int start, int end, EventLimits limits) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
    this.nesting = limits.nesting();
    this.nameChars = limits.nameChars();
  }

  /** Over a whole body; a byte order mark at its start is passed over. */
  public static JsonCursor ofBody(byte[] body, EventLimits limits) {
    int start = Arrays.mismatch(body, BYTE_ORDER_MARK) == 3 ? 3 : 0;
    return new JsonCursor(body, start, body.length, limits);
  }

  public int position() {
    return position;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** The first problem since the last {@link #forgetProblem}. */
  public @Nullable Fault problem() {
    return problem;
  }

  public String problemMessage() {
    return problemMessage;
  }

  public void forgetProblem() {
    problem = null;
  }

  /** Passes white space; the byte that follows, not passed, or -1 at the end. */
  public int peek() {
    while (position < end) {
      byte next = bytes[position];
      if (next > ' ' || (next != ' ' && next != '\n' && next != '\r' && next != '\t')) {
        return next & 0xff;
      }
      position++;
    }
    return -1;
  }

  /** Passes the byte given, and white space before it. */
  public void expect(char wanted) throws MalformedJson {
    if (peek() != wanted) {
      throw malformed("expected " + wanted);
    }
    position++;
  }

  /** Passes white space and then the byte given, if that is next. */
  public boolean accept(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    position++;
    return true;
  }

  /** Passes white space, after which the text must end. */
  public void expectEnd() throws MalformedJson {
    if (peek() >= 0) {
      throw malformed("expected the end");
    }
  }

  /** After a member or element: whether another one follows; passes the comma or the bracket. */
  public boolean another(char close) throws MalformedJson {
    int next = peek();
    if (next != ',' && next != close) {
      throw malformed("expected , or " + close);
    }
    position++;
    return next == ',';
  }

  public MalformedJson malformed(String message) {
    return new MalformedJson(position < end ? message : "unexpected end", position);
  }

  /**
   * Passes a member's name and the colon after it. {@link #text} and {@link #field} then read it.
   */
  public void passName() throws MalformedJson {
    if (peek() != '"') {
      throw malformed("expected a name");
    }
    passString();
    expect(':');
  }

  /** The string passed last. */
  public String text() {
    int length = textEnd - textStart;
    if (textEscaped) {
      return JsonText.unescape(bytes, textStart, textEnd);
    }
    return new String(
        bytes, textStart, length, textAscii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  /** Which of the names is the string passed last; -1 if none. */
  public int field(FieldNames names) {
    return textEscaped ? names.indexOf(text()) : names.indexOf(bytes, textStart, textEnd);
  }

  /** Where the text of the string passed last begins, and ends. */
  public int textStart() {
    return textStart;
  }

  public int textEnd() {
    return textEnd;
  }

  /** Passes one value of any kind and checks all that is in it. */
  public void passValue() throws MalformedJson {
    int depth = 0;
    do {
      if (opens(depth)) {
        depth = push(depth);
        if (inObject(depth)) {
          passCheckedName();
        }
        continue;
      }
      while (depth > 0 && !another(inObject(depth) ? '}' : ']')) {
        depth--;
      }
      if (depth > 0 && inObject(depth)) {
        passCheckedName();
      }
    } while (depth > 0);
  }

  /** Passes a whole scalar or empty container, or else the bracket that opens a container. */
  private boolean opens(int depth) throws MalformedJson {
    int next = peek();
    switch (next) {
      case '"' -> passString();
      case '{', '[' -> {
        opened = next == '{';
        position++;
        if (depth >= nesting) {
          problem(Fault.NESTED_TOO_DEEP, "more than " + nesting + " objects inside each other");
        }
        if (!accept(opened ? '}' : ']')) {
          return true;
        }
      }
      case 't' -> passLiteral("true");
      case 'f' -> passLiteral("false");
      case 'n' -> passLiteral("null");
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> passNumber();
      default -> throw malformed("expected a value");
    }
    return false;
  }

  /** Whether the container that {@link #opens} passed last is an object. */
  private boolean opened;

  private int push(int depth) {
    int deeper = depth + 1;
    int word = deeper >> 6;
    if (word >= objects.length) {
      objects = Arrays.copyOf(objects, objects.length * 2);
    }
    long bit = 1L << deeper;
    objects[word] = opened ? objects[word] | bit : objects[word] & ~bit;
    return deeper;
  }

  private boolean inObject(int depth) {
    return (objects[depth >> 6] & (1L << depth)) != 0;
  }

  private void passCheckedName() throws MalformedJson {
    passName();
    if (textEnd - textStart > nameChars && text().length() > nameChars) {
      problem(Fault.FIELD_TOO_LONG, "the name of a property has more than " + nameChars + " chars");
    }
  }

  private void passLiteral(String literal) throws MalformedJson {
    int length = literal.length();
    if (end - position < length) {
      throw new MalformedJson("unexpected end", end);
    }
    for (int i = 1; i < length; i++) {
      if (bytes[position + i] != literal.charAt(i)) {
        throw malformed("expected " + literal);
      }
    }
    position += length;
  }

  /** Passes a number; its text is then from the position before to the position after. */
  public void passNumber() throws MalformedJson {
    int start = position;
    int next = position;
    if (bytes[next] == '-') {
      next++;
    }
    int digits = passDigits(next);
    if (bytes[next] == '0' && digits > next + 1) {
      throw new MalformedJson("a number begins with 0", next);
    }
    next = digits;
    if (next < end && bytes[next] == '.') {
      next = passDigits(next + 1);
    }
    boolean exponent = next < end && (bytes[next] | 0x20) == 'e';
    if (exponent) {
      next++;
      if (next < end && (bytes[next] == '+' || bytes[next] == '-')) {
        next++;
      }
      next = passDigits(next);
    }
    position = next;
    if (exponent || next - start > SAFE_NUMBER_CHARS) {
      checkRange(start, next);
    }
  }

  private int passDigits(int from) throws MalformedJson {
    int next = from;
    while (next < end && bytes[next] >= '0' && bytes[next] <= '9') {
      next++;
    }
    if (next == from) {
      throw new MalformedJson("expected a digit", from);
    }
    return next;
  }

  private void checkRange(int from, int to) {
    if (to - from > MAX_NUMBER_CHARS || Double.isInfinite(Double.parseDouble(ascii(from, to)))) {
      problem(Fault.NUMBER_OUT_OF_RANGE, "a number is out of the range of a double");
    }
  }

  /** Text of the body that is known to be ASCII. */
  public String ascii(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Passes a string; the position is at its opening quote. */
  public void passString() throws MalformedJson {
    byte[] text = bytes;
    int next = position + 1;
    textStart = next;
    textEscaped = false;
    textAscii = true;
    while (true) {
      while (next < end && !SPECIAL[text[next] & 0xff]) {
        next++;
      }
      if (next >= end) {
        throw new MalformedJson("a string has no end", position);
      }
      byte special = text[next];
      if (special == '"') {
        textEnd = next;
        position = next + 1;
        return;
      }
      if (special == '\\') {
        textEscaped = true;
        next = passEscape(next);
      } else if (special < 0) {
        textAscii = false;
        next = passMultibyte(next);
      } else {
        problem(Fault.INVALID_TEXT, "a control character in a string is not escaped");
        next++;
      }
    }
  }

  private int passEscape(int at) throws MalformedJson {
    if (at + 1 >= end) {
      throw new MalformedJson("a string has no end", position);
    }
    switch (bytes[at + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return at + 2;
      }
      case 'u' -> {
        return passUnicodeEscape(at);
      }
      default -> throw new MalformedJson("unknown escape", at);
    }
  }

  private int passUnicodeEscape(int at) throws MalformedJson {
    int unit = JsonText.hex(bytes, at + 2, end);
    if (unit < 0) {
      throw new MalformedJson("\\u needs four hexadecimal digits", at);
    }
    if (unit == 0) {
      problem(Fault.INVALID_TEXT, "text holds a NUL character");
    }
    if (!Character.isSurrogate((char) unit)) {
      return at + 6;
    }
    boolean paired =
        Character.isHighSurrogate((char) unit)
            && at + 7 < end
            && bytes[at + 6] == '\\'
            && bytes[at + 7] == 'u'
            && isLowSurrogate(JsonText.hex(bytes, at + 8, end));
    if (paired) {
      return at + 12;
    }
    problem(Fault.INVALID_TEXT, "text holds half of a surrogate pair");
    return at + 6;
  }

  private static boolean isLowSurrogate(int unit) {
    return unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
  }

  private int passMultibyte(int at) {
    int length = JsonText.multibyteLength(bytes, at, end);
    if (length > 0) {
      return at + length;
    }
    problem(Fault.INVALID_TEXT, "text is not UTF-8");
    return at + 1;
  }

  private void problem(Fault fault, String message) {
    if (problem == null) {
      problem = fault;
      problemMessage = message;
    }
  }
}

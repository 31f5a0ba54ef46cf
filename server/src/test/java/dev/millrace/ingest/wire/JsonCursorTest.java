package dev.millrace.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The cases of {@code ValueSource} follow the kinds of JSONTestSuite; all are written for this. */
class JsonCursorTest {
  private static final EventLimits LIMITS = new EventLimits(64 * 1024, 100, 8 * 1024, 32, 10);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The problem in a whole text; null if there is none. */
  private static @Nullable Fault pass(byte[] text) throws MalformedJson {
    JsonCursor cursor = JsonCursor.ofBody(text, LIMITS);
    cursor.passValue();
    cursor.expectEnd();
    return cursor.problem();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "-1",
        "10",
        "0.5",
        "-0.5e-5",
        "1E5",
        "1e+05",
        "123456789012345678901234567890",
        "1e308",
        "-1e308",
        "1e-999",
        "\"\"",
        "\"a\"",
        "\" \"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"\\u0001\"",
        "\"\\u00e9\"",
        "\"é\"",
        "\"\\ud83d\\ude00\"",
        "\"😀\"",
        "\"\u007f\"",
        "\"\u2028\"",
        "\"\uffff\"",
        "[1,2]",
        "[1 , 2]",
        " [ ] ",
        "\t{\n}\r",
        "[[],{}]",
        "{\"a\":1}",
        "{\"\":1}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":[{\"c\":null}]}}",
        "[\"a\",1,true,null,{},[]]",
        "\uFEFF{\"a\":1}",
        "{\"\\u0061\":1}",
        "[0.1e1,0e0]",
        "\"\\uD834\\uDD1E\"",
        "\"//\"",
        "[\"/*a*/\"]"
      })
  void passesWhatIsJson(String text) throws MalformedJson {
    assertThat(pass(utf8(text))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\uFEFF",
        "{",
        "}",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1,,2]",
        "[}",
        "{]",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\"::1}",
        "{\"a\":1}}",
        "[1]]",
        "{}{}",
        "[]x",
        "1 2",
        "\"a",
        "\"a\\\"",
        "\"\\",
        "\"\\u",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\x41\"",
        "\"\\a\"",
        "\"\\U0041\"",
        "'a'",
        "`a`",
        "nul",
        "nulll",
        "NULL",
        "tru",
        "True",
        "falsey",
        "fals",
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "+1",
        "-a",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "-.5",
        "1.e5",
        "1e",
        "1e+",
        "1e5.5",
        "0x10",
        "1_000",
        "1a",
        "--1",
        "1-1",
        "²",
        "[1}",
        "{\"a\":1]",
        "[\"a\":1]",
        "{\"a\",1}",
        "/**/1",
        "1//c",
        "#c\n1",
        "[1;2]",
        "undefined",
        "{\"a\":b}",
        "<xml/>",
        "a=b",
        "\u00a0{}",
        "\u2003{}",
        "{}\u0000",
        "\u0000",
        "[\u000b]",
        "{\"a\":\u0001}",
        "*",
        "$",
        "{\"a\":1,\"b\"}",
        "{\"a\":1,b:2}",
        "{null:1}",
        "[tru e]"
      })
  void refusesWhatIsNot(String text) {
    assertThatThrownBy(() -> pass(utf8(text))).isInstanceOf(MalformedJson.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "a\\u0000b"              | INVALID_TEXT
          {"\\u0000":1}            | INVALID_TEXT
          "\\ud800"                | INVALID_TEXT
          "\\udc00"                | INVALID_TEXT
          "\\ud800\\ud800"         | INVALID_TEXT
          "\\ud800x"               | INVALID_TEXT
          "\\ud800\\n"             | INVALID_TEXT
          "\\udc00\\ud800"         | INVALID_TEXT
          {"\\ud83d":1}            | INVALID_TEXT
          1e999                    | NUMBER_OUT_OF_RANGE
          -1e999                   | NUMBER_OUT_OF_RANGE
          [1,{"a":1e309}]          | NUMBER_OUT_OF_RANGE
          1E99999999999999999999   | NUMBER_OUT_OF_RANGE
          {"nameof11cha":1}        | FIELD_TOO_LONG
          [{"a":{"nameof11cha":1}}]| FIELD_TOO_LONG
          """)
  void passesOverWhatNoEventMayHold(String text, Fault problem) throws MalformedJson {
    assertThat(pass(utf8(text))).isEqualTo(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff",
        "80",
        "c0 80",
        "c1 bf",
        "c3",
        "e0 80 80",
        "e2 82",
        "ed a0 80",
        "ed b0 80",
        "f0 80 80 80",
        "f4 90 80 80",
        "f8 88 80 80 80",
        "fe",
        "c3 28",
        "e2 28 a1",
        "f0 9f 98",
        "00",
        "0a",
        "1f"
      })
  void passesOverTextThatIsNotUtf8OrNotEscaped(String hex) throws MalformedJson {
    String[] parts = hex.split(" ");
    byte[] text = new byte[parts.length + 4];
    text[0] = '[';
    text[1] = '"';
    for (int i = 0; i < parts.length; i++) {
      text[i + 2] = (byte) Integer.parseInt(parts[i], 16);
    }
    text[parts.length + 2] = '"';
    text[parts.length + 3] = ']';
    assertThat(pass(text)).isEqualTo(Fault.INVALID_TEXT);
  }

  @Test
  void boundsNestingAndSurvivesAnyDepth() throws MalformedJson {
    assertThat(pass(utf8("[".repeat(32) + "]".repeat(32)))).isNull();
    assertThat(pass(utf8("[".repeat(33) + "]".repeat(33)))).isEqualTo(Fault.NESTED_TOO_DEEP);
    assertThat(pass(utf8("{\"a\":".repeat(32) + "1" + "}".repeat(32)))).isNull();
    assertThat(pass(utf8("{\"a\":".repeat(33) + "1" + "}".repeat(33))))
        .isEqualTo(Fault.NESTED_TOO_DEEP);
    assertThat(pass(utf8("[".repeat(1_000_000) + "]".repeat(1_000_000))))
        .isEqualTo(Fault.NESTED_TOO_DEEP);
    assertThatThrownBy(() -> pass(utf8("[".repeat(100_000)))).isInstanceOf(MalformedJson.class);
    assertThatThrownBy(() -> pass(utf8("[{\"a\":".repeat(70) + "1" + "]}".repeat(70))))
        .isInstanceOf(MalformedJson.class);
  }

  @Test
  void boundsNumbersByTheirLengthToo() throws MalformedJson {
    assertThat(pass(utf8("9".repeat(308)))).isNull();
    assertThat(pass(utf8("9".repeat(310)))).isEqualTo(Fault.NUMBER_OUT_OF_RANGE);
    assertThat(pass(utf8("0." + "1".repeat(300)))).isNull();
    assertThat(pass(utf8("0." + "1".repeat(10_000)))).isEqualTo(Fault.NUMBER_OUT_OF_RANGE);
  }

  @Test
  void countsCharsOfNamesNotBytes() throws MalformedJson {
    assertThat(pass(utf8("{\"éééééééééé\":1}"))).isNull();
    assertThat(pass(utf8("{\"\\u00e9\\u00e9\\u00e9\":1}"))).isNull();
    assertThat(pass(utf8("{\"ééééééééééé\":1}"))).isEqualTo(Fault.FIELD_TOO_LONG);
  }

  @Test
  void unescapesText() throws MalformedJson {
    JsonCursor cursor =
        JsonCursor.ofBody(utf8("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é\""), LIMITS);
    cursor.passString();
    assertThat(cursor.text()).isEqualTo("a\"\\/\b\f\n\r\té😀é");
  }

  /** Random damage to good text: what Jackson takes as a whole is taken, and the reverse. */
  @Test
  void agreesWithJacksonOnDamagedText() {
    byte[] good =
        utf8(
            """
            {"a":[1,-2.5e3,true,false,null,"x\\n\\u00e9"],"b":{"c":"d","e":[]},"f":"long text é 😀","g":0.1}\
            """);
    SplittableRandom random = new SplittableRandom(7);
    String alphabet = "{}[]\",:\\ 0123456789-+.eEtfnu\n\tax";
    JsonFactory jackson = new JsonFactory();
    for (int i = 0; i < 200_000; i++) {
      byte[] text = good.clone();
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        text[random.nextInt(text.length)] =
            (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      // A scratch letter inside a character of several bytes is a matter of text, tested above.
      assertThat(isJson(text))
          .as(() -> new String(text, StandardCharsets.UTF_8))
          .isEqualTo(isJsonForJackson(jackson, text));
    }
  }

  private static boolean isJson(byte[] text) {
    try {
      Fault problem = pass(text);
      return problem != Fault.INVALID_TEXT;
    } catch (MalformedJson _) {
      return false;
    }
  }

  private static boolean isJsonForJackson(JsonFactory jackson, byte[] text) {
    try (JsonParser parser = jackson.createParser(ObjectReadContext.empty(), text)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken().isScalarValue()) {
          String value = parser.getString();
          if (value.indexOf('\0') >= 0) {
            return false;
          }
        }
      }
      return true;
    } catch (JacksonException _) {
      return false;
    }
  }
}

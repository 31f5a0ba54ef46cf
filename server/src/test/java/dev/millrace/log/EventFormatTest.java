package dev.millrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventFormatTest {
  private static final long NOON = 1_795_521_600_000_000L;
  private static final String FIELDS =
      "\"project\":\"p\",\"id\":\"i\",\"name\":\"n\",\"user\":\"u\",\"time\":1,\"received\":2";

  @Test
  void writesTheNamesOfTheDesignInOrder() {
    Event event =
        new Event(
            "shop",
            "id-1",
            "bought",
            "ann",
            "device",
            NOON,
            NOON - 7,
            NOON + 5,
            RawJson.of("{\"amount\": 3}"),
            RawJson.EMPTY);

    assertThat(new String(EventFormat.encode(event), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"project":"shop","id":"id-1","name":"bought","user":"ann","anonymous":"device",\
            "time":1795521600000000,"sent":1795521599999993,"received":1795521600000005,\
            "properties":{"amount": 3},"context":{}}\
            """);
  }

  @Test
  void leavesOutWhatTheEventDoesNotHave() {
    Event event = event("u");

    assertThat(new String(EventFormat.encode(event), StandardCharsets.UTF_8))
        .doesNotContain("anonymous", "sent");
    assertThat(EventFormat.decode(EventFormat.encode(event))).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "quote\" backslash\\ slash/",
        "tab\t newline\n return\r bell\u0007 unit\u001f delete\u007f",
        "äöü ñ ß",
        "日本語 \uffff \ue000",
        "👩‍🚀 \ud800\udc00 \udbff\udfff",
        "'; drop table events; --",
        "\u2028\u2029\u0085",
      })
  void bringsBackAnyText(String text) throws Exception {
    Event event =
        new Event(
            text,
            text,
            text,
            text,
            text,
            NOON,
            -1,
            0,
            RawJson.of("{\"a\":[1,{\"b\":\"\\ud83d\\ude00 é\"}],\"c\":-1.5e3}"),
            RawJson.of("{ }"));

    byte[] value = EventFormat.encode(event);

    assertThat(EventFormat.decode(value)).isEqualTo(event);
    JsonNode tree = new JsonMapper().readTree(value);
    assertThat(tree.get("user").asString()).isEqualTo(text);
    assertThat(tree.get("sent").asLong()).isEqualTo(-1);
  }

  @Test
  void bringsBackTheLimits() {
    Event event =
        new Event(
            "p".repeat(EventFormat.MAX_PROJECT_CHARS),
            "ü".repeat(Event.MAX_ID_CHARS),
            "\"".repeat(Event.MAX_NAME_CHARS),
            "日".repeat(Event.MAX_USER_CHARS),
            "👩".repeat(Event.MAX_USER_CHARS / 2),
            EventFormat.MIN_TIME,
            EventFormat.MAX_TIME,
            0,
            RawJson.of("{\"a\":" + nested(EventFormat.MAX_NESTING - 1) + "}"),
            RawJson.of("{\"n\":" + "9".repeat(308) + ",\"e\":1e308}"));

    assertThat(EventFormat.decode(EventFormat.encode(event))).isEqualTo(event);
  }

  @Test
  void viewsTheRecordInsteadOfCopyingIt() {
    byte[] value = EventFormat.encode(event("u"));

    assertThat(EventFormat.decode(value).properties().buffer()).isSameAs(value);
  }

  @Test
  void readsAnyOrderUnknownFieldsAndWhiteSpace() {
    String json =
        """
         { "received" : 2 , "extra" : [ null, true, {"id": 0.5E-1} ], "context":{"a":null},
           "t\\u0069me" : 1, "user":"\\u0075\\/\\n","name":"n", "id":"i","project":"p"
         }
        """;

    Event event = EventFormat.decode(json.getBytes(StandardCharsets.UTF_8));

    assertThat(event.user()).isEqualTo("u/\n");
    assertThat(event.time()).isEqualTo(1);
    assertThat(event.properties()).isEqualTo(RawJson.EMPTY);
    assertThat(event.context()).isEqualTo(RawJson.of("{\"a\":null}"));
    assertThat(event.hasSent()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("poison")
  void refusesWhatIsNoEvent(String why, byte[] value) {
    assertThatThrownBy(() -> EventFormat.decode(value))
        .isInstanceOfSatisfying(
            MillraceException.class,
            refused -> assertThat(refused.fault()).isEqualTo(Fault.POISON_RECORD))
        .hasMessageContaining(why);
  }

  static Stream<Arguments> poison() {
    return Stream.of(
        text("'{' expected", ""),
        text("'{' expected", "  "),
        text("'{' expected", "null"),
        text("'{' expected", "[]"),
        text("'{' expected", "\"text\""),
        text("'{' expected", "\ufeff{" + FIELDS + "}"),
        text("project is missing", "{}"),
        text("received is missing", "{" + FIELDS.replace("received", "recieved") + "}"),
        text("user is missing", "{" + FIELDS.replace("user", "User") + "}"),
        text("'}' expected", "{" + FIELDS),
        text("'\"' expected", "{" + FIELDS + ",}"),
        text("more than one value", "{" + FIELDS + "}{}"),
        text("more than one value", "{" + FIELDS + "}\0"),
        text("id twice", "{" + FIELDS + ",\"id\":\"j\"}"),
        text("id twice", "{" + FIELDS + ",\"\\u0069d\":\"j\"}"),
        text("name is no text", "{" + FIELDS.replace("\"n\"", "null") + "}"),
        text("user is no text", "{" + FIELDS.replace("\"u\"", "7") + "}"),
        text("anonymous is no text", with("\"anonymous\":null")),
        text("id must have 1 to 100 chars, has 0", "{" + FIELDS.replace("\"i\"", "\"\"") + "}"),
        text("has 101", "{" + FIELDS.replace("\"i\"", "\"" + "é".repeat(101) + "\"") + "}"),
        text("has 201", "{" + FIELDS.replace("\"p\"", "\"" + "p".repeat(201) + "\"") + "}"),
        text("time is not in whole", "{" + FIELDS.replace(":1,", ":1.0,") + "}"),
        text("time is not in whole", "{" + FIELDS.replace(":1,", ":1e3,") + "}"),
        text("time is not in whole", "{" + FIELDS.replace(":1,", ":9223372036854775807,") + "}"),
        text("time is not in whole", "{" + FIELDS.replace(":1,", ":9999999999999999999,") + "}"),
        text("time is not in whole", "{" + FIELDS.replace(":1,", ":99999999999999999999,") + "}"),
        text("time is not in whole", "{" + FIELDS.replace(":1,", ":253402300800000000,") + "}"),
        text("value expected", "{" + FIELDS.replace(":1,", ":\"1\",") + "}"),
        text("value expected", "{" + FIELDS.replace(":1,", ":-,") + "}"),
        text("'}' expected", "{" + FIELDS.replace(":1,", ":01,") + "}"),
        text("value expected", with("\"sent\":null")),
        text("properties is no object", with("\"properties\":[]")),
        text("properties is no object", with("\"properties\":\"{}\"")),
        text("context is no object", with("\"context\":null")),
        text("'}' expected", with("\"properties\":{\"a\":1")),
        text("'\"' expected", with("\"properties\":{a:1}")),
        text("'\"' expected", with("\"properties\":{\"a\":1,}")),
        text("value expected", with("\"properties\":{\"a\":NaN}")),
        text("value expected", with("\"properties\":{\"a\":.5}")),
        text("value expected", with("\"properties\":{\"a\":1.}")),
        text("value expected", with("\"properties\":{\"a\":+1}")),
        text("value expected", with("\"properties\":{\"a\":[1,]}")),
        text("']' expected", with("\"properties\":{\"a\":[1 2]}")),
        text("'e' expected", with("\"properties\":{\"a\":tru}")),
        text("number out of range", with("\"properties\":{\"a\":1e999}")),
        text("number out of range", with("\"properties\":{\"a\":-" + "9".repeat(400) + "}")),
        text("nested too deep", with("\"properties\":{\"a\":" + nested(64) + "}")),
        text("nested too deep", with("\"extra\":" + nested(10_000))),
        text("NUL", with("\"properties\":{\"a\":\"\\u0000\"}")),
        text("NUL", "{" + FIELDS.replace("\"u\"", "\"\\u0000\"") + "}"),
        text("control character", with("\"properties\":{\"a\":\"\0\"}")),
        text("control character", with("\"properties\":{\"a\":\"\n\"}")),
        text("half of a surrogate pair", with("\"properties\":{\"\\ud800\":1}")),
        text("half of a surrogate pair", with("\"properties\":{\"a\":\"\\udc00\\ud800\"}")),
        text("half of a surrogate pair", with("\"properties\":{\"a\":\"\\ud800\\u0041\"}")),
        text("unknown escape", with("\"properties\":{\"a\":\"\\x41\"}")),
        text("incomplete escape", with("\"properties\":{\"a\":\"\\u00g0\"}")),
        text("incomplete escape", "{\"\\u00"),
        text("string without end", "{\"project"),
        bytes("half of a surrogate pair in UTF-8", "eda080"),
        bytes("overlong slash", "c0af"),
        bytes("overlong NUL in three bytes", "e08080"),
        bytes("overlong in four bytes", "f0808080"),
        bytes("beyond the last character", "f4908080"),
        bytes("continuation without a start", "80"),
        bytes("start without continuation", "c3"),
        bytes("Latin-1", "fc"),
        bytes("third byte is none", "e2822e"));
  }

  @Test
  void refusesToWriteWhatItCouldNotRead() {
    assertThatThrownBy(() -> EventFormat.encode(event("half \ud800")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EventFormat.encode(event("half \udc00\ud800")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EventFormat.encode(event("nul \0")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysTellProjectsAndUsersApart() {
    assertThat(EventFormat.key(event("ab", "c"))).isNotEqualTo(EventFormat.key(event("a", "bc")));
    assertThat(EventFormat.key(event("a", "ü"))).isEqualTo(EventFormat.key(event("a", "ü")));
  }

  private static Event event(String user) {
    return event("p", user);
  }

  private static Event event(String project, String user) {
    return new Event(
        project, "i", "n", user, null, NOON, Event.NO_TIME, NOON, RawJson.EMPTY, RawJson.EMPTY);
  }

  private static String with(String field) {
    return "{" + FIELDS + "," + field + "}";
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  private static Arguments text(String why, String value) {
    return Arguments.of(why, value.getBytes(StandardCharsets.UTF_8));
  }

  /** An event whose user is made of these bytes. */
  private static Arguments bytes(String what, String hex) {
    String before = "{" + FIELDS.substring(0, FIELDS.indexOf("\"u\"") + 1);
    byte[] value =
        HexFormat.of()
            .parseHex(
                HexFormat.of().formatHex(before.getBytes(StandardCharsets.UTF_8))
                    + hex
                    + "22"
                    + HexFormat.of()
                        .formatHex(",\"time\":1,\"received\":2}".getBytes(StandardCharsets.UTF_8)));
    return Arguments.argumentSet(what, "not UTF-8", value);
  }
}

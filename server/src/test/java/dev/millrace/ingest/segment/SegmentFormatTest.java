package dev.millrace.ingest.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.event.Event;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.ingest.wire.Decoded;
import dev.millrace.ingest.wire.EventIds;
import dev.millrace.ingest.wire.EventLimits;
import dev.millrace.ingest.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentFormatTest {
  private static final long RECEIVED = micros("2026-11-24T06:00:00Z");
  private static final EventLimits LIMITS = EventLimits.defaults();
  private static final String GOOD = "{\"type\":\"track\",\"event\":\"good\",\"userId\":\"u\"}";

  private static long micros(String instant) {
    return Instant.parse(instant).toEpochMilli() * 1_000;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Decoded call(Call call, String body) {
    return SegmentFormat.readCall(utf8(body), call, LIMITS)
        .decode("shop", RECEIVED, new EventIds(1));
  }

  private static Decoded batch(String body) {
    return SegmentFormat.readBatch(utf8(body), LIMITS).decode("shop", RECEIVED, new EventIds(1));
  }

  private static Event only(Decoded decoded) {
    assertThat(decoded.refusals()).isEmpty();
    assertThat(decoded.events()).hasSize(1);
    return decoded.events().getFirst();
  }

  @Test
  void readsAllFieldsOfATrackCall() {
    Event event =
        only(
            call(
                Call.TRACK,
                """
                {"type":"track","event":"Order Completed","userId":"ann","anonymousId":"d-1",
                 "messageId":"m-1","timestamp":"2026-11-24T05:59:50Z","sentAt":"2026-11-24T05:59:55Z",
                 "properties":{"plan":"pro","items":[1,2]},"context":{"ip":"::1"},
                 "integrations":{"All":true},"_metadata":{"x":"\\u0000"}}\
                """));

    assertThat(event.project()).isEqualTo("shop");
    assertThat(event.id()).isEqualTo("m-1");
    assertThat(event.name()).isEqualTo("Order Completed");
    assertThat(event.user()).isEqualTo("ann");
    assertThat(event.anonymous()).isEqualTo("d-1");
    assertThat(event.sent()).isEqualTo(micros("2026-11-24T05:59:50Z"));
    assertThat(event.time()).isEqualTo(micros("2026-11-24T05:59:55Z"));
    assertThat(event.received()).isEqualTo(RECEIVED);
    assertThat(event.properties()).hasToString("{\"plan\":\"pro\",\"items\":[1,2]}");
    assertThat(event.context()).hasToString("{\"ip\":\"::1\"}");
  }

  @Test
  void fillsInWhatIsMissing() {
    Event event = only(call(Call.TRACK, "{\"event\":\"a\",\"anonymousId\":\"d-1\"}"));

    assertThat(event.user()).isEqualTo("d-1");
    assertThat(event.id()).hasSize(36);
    assertThat(event.time()).isEqualTo(RECEIVED);
    // Nobody can repeat what the server named and timed, so it has a time to be compared by.
    assertThat(event.sent()).isEqualTo(RECEIVED);
    assertThat(event.properties().isEmpty()).isTrue();
    assertThat(event.context().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IDENTIFY | "traits":{"plan":"pro"}                        | $identify | {"plan":"pro"}
          IDENTIFY | "traits":{"a":1},"properties":{"a":2,"b":3}    | $identify | {"a":1,"b":3}
          IDENTIFY | "name":"x"                                     | $identify | {}
          GROUP    | "groupId":"g","traits":{"size":5}              | $group    | {"size":5,"groupId":"g"}
          GROUP    | "groupId":7                                    | $group    | {"groupId":7}
          PAGE     | "name":"Docs","category":"Help"                | $page     | {"name":"Docs","category":"Help"}
          PAGE     | "name":"Docs","properties":{"name":"Own"}      | $page     | {"name":"Own"}
          PAGE     | "properties":{"url":"/"},"name":"Docs"         | $page     | {"url":"/","name":"Docs"}
          SCREEN   | "name":"é\\n"                                  | $screen   | {"name":"é\\n"}
          SCREEN   | "name":null                                    | $screen   | {}
          ALIAS    | "previousId":"old"                             | $alias    | {"previousId":"old"}
          TRACK    | "event":"a","name":"x","traits":{"t":1}        | a         | {"t":1}
          """)
  void keepsTheFieldsOfACallAsProperties(Call call, String fields, String name, String properties) {
    Event event = only(call(call, "{\"userId\":\"u\"," + fields + "}"));

    assertThat(event.name()).isEqualTo(name);
    assertThat(event.properties()).hasToString(properties);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "event":"a","userId":42                        | 42
          "event":"a","userId":"42"                      | 42
          "event":"a","userId":-1.50                     | -1.50
          "event":"a","userId":null,"anonymousId":"d"    | d
          "event":"a","userId":"","anonymousId":"d"      | d
          "event":"a","userId":"é"                       | é
          "event":"a","userId":"\\u00e9\\ud83d\\ude00"   | é😀
          "event":"a","userId":"x","userId":"y"          | y
          "event":"a","\\u0075serId":"z"                 | z
          """)
  void takesTextAndNumbersAsIds(String fields, String user) {
    assertThat(only(call(Call.TRACK, "{" + fields + "}")).user()).isEqualTo(user);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "userId":"u"                                          | MISSING_FIELD
          "event":"","userId":"u"                               | MISSING_FIELD
          "event":null,"userId":"u"                             | MISSING_FIELD
          "event":"a"                                           | MISSING_FIELD
          "event":"a","userId":""                               | MISSING_FIELD
          "event":{"x":1},"userId":"u"                          | INVALID_EVENT
          "event":true,"userId":"u"                             | INVALID_EVENT
          "event":"a","userId":["u"]                            | INVALID_EVENT
          "event":"a","userId":false                            | INVALID_EVENT
          "event":"a","userId":"u","messageId":{}               | INVALID_EVENT
          "event":"a","userId":"u","properties":[1]             | INVALID_EVENT
          "event":"a","userId":"u","properties":"x"             | INVALID_EVENT
          "event":"a","userId":"u","properties":1               | INVALID_EVENT
          "event":"a","userId":"u","context":[]                 | INVALID_EVENT
          "event":"a","userId":"u","traits":7                   | INVALID_EVENT
          "event":"a","userId":"u","timestamp":"soon"           | INVALID_TIME
          "event":"a","userId":"u","timestamp":"2026-13-01"     | INVALID_TIME
          "event":"a","userId":"u","timestamp":{}               | INVALID_TIME
          "event":"a","userId":"u","timestamp":true             | INVALID_TIME
          "event":"a","userId":"u","timestamp":1e40             | INVALID_TIME
          "event":"a\\u0000","userId":"u"                       | INVALID_TEXT
          "event":"a","userId":"\\ud800"                        | INVALID_TEXT
          "event":"a","userId":"u","anonymousId":"\\u0000"      | INVALID_TEXT
          "event":"a","userId":"u","properties":{"x":"\\u0000"} | INVALID_TEXT
          "event":"a","userId":"u","context":{"\\ud83d":1}      | INVALID_TEXT
          "event":"a","userId":"u","properties":{"x":1e999}     | NUMBER_OUT_OF_RANGE
          "event":"a","userId":1e999                            | NUMBER_OUT_OF_RANGE
          """)
  void refusesABadEventAloneAndKeepsItsBytes(String fields, Fault fault) {
    String bad = "{\"type\":\"track\"," + fields + "}";
    Decoded decoded = batch("{\"batch\":[" + GOOD + ", " + bad + " ," + GOOD + "]}");

    assertThat(decoded.events()).extracting(Event::name).containsExactly("good", "good");
    assertThat(decoded.refusals()).hasSize(1);
    Refusal refusal = decoded.refusals().getFirst();
    assertThat(refusal.fault()).isEqualTo(fault);
    assertThat(refusal.index()).isEqualTo(1);
    assertThat(refusal.message()).isNotBlank();
    assertThat(new String(refusal.original(), StandardCharsets.UTF_8)).isEqualTo(bad);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"x\"", "null", "[]", "[{}]", "true"})
  void refusesAnElementThatIsNoObject(String element) {
    Decoded decoded = batch("{\"batch\":[" + element + "," + GOOD + "]}");
    assertThat(decoded.events()).hasSize(1);
    assertThat(decoded.refusals()).extracting(Refusal::fault).containsExactly(Fault.INVALID_EVENT);
  }

  @Test
  void refusesLongFieldsDeepNestingAndLargeEventsAlone() {
    String start = "{\"type\":\"track\",\"userId\":\"u\",\"event\":";
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    Decoded decoded =
        batch(
            "{\"batch\":["
                + String.join(
                    ",",
                    start + "\"" + "x".repeat(201) + "\"}",
                    start + "\"a\",\"messageId\":\"" + "x".repeat(101) + "\"}",
                    start + "\"a\",\"properties\":{\"" + "n".repeat(256) + "\":1}}",
                    start + "\"a\",\"properties\":{\"x\":" + deep + "}}",
                    start + "\"a\",\"properties\":{\"x\":\"" + "y".repeat(70_000) + "\"}}",
                    GOOD)
                + "]}");

    assertThat(decoded.events()).hasSize(1);
    assertThat(decoded.refusals())
        .extracting(Refusal::fault)
        .containsExactly(
            Fault.FIELD_TOO_LONG,
            Fault.FIELD_TOO_LONG,
            Fault.FIELD_TOO_LONG,
            Fault.NESTED_TOO_DEEP,
            Fault.EVENT_TOO_LARGE);
    assertThat(decoded.refusals().getLast().original()).hasSize(LIMITS.eventBytes());
  }

  @Test
  void mergesTheContextOfTheBatchIntoItsEvents() {
    Decoded decoded =
        batch(
            """
            {"context":{"library":{"name":"x"},"ip":"::1"},
             "batch":[{"type":"track","event":"a","userId":"u"},
                      {"type":"track","event":"a","userId":"u","context":{"ip":"::2"}},
                      {"type":"track","event":"a","userId":"u","context":{"ip":"::2"}}]}\
            """);

    assertThat(decoded.events())
        .extracting(event -> event.context().toString())
        .containsExactly(
            "{\"library\":{\"name\":\"x\"},\"ip\":\"::1\"}",
            "{\"ip\":\"::2\",\"library\":{\"name\":\"x\"}}",
            "{\"ip\":\"::2\",\"library\":{\"name\":\"x\"}}");
  }

  @Test
  void usesTheSentTimeOfTheBatchWhereverItStands() {
    Decoded decoded =
        batch(
            """
            {"batch":[{"type":"track","event":"a","userId":"u","timestamp":"2026-11-23T05:00:00Z"},
                      {"type":"track","event":"b","userId":"u","timestamp":"2026-11-24T05:00:00Z",
                       "sentAt":"2026-11-24T05:30:00Z"}],
             "sentAt":"2026-11-23T06:00:00Z"}\
            """);

    assertThat(decoded.events())
        .extracting(Event::time)
        .containsExactly(micros("2026-11-24T05:00:00Z"), micros("2026-11-24T05:30:00Z"));
    assertThat(decoded.events().getFirst().sent()).isEqualTo(micros("2026-11-23T05:00:00Z"));
  }

  @Test
  void takesASentTimeThatIsNoTimeAsNone() {
    Event event =
        only(
            call(
                Call.TRACK,
                """
                {"event":"a","userId":"u","sentAt":"soon","timestamp":"2026-11-24T05:00:00Z"}\
                """));
    assertThat(event.time()).isEqualTo(micros("2026-11-24T05:00:00Z"));
  }

  @Test
  void findsTheKeyInTheBody() {
    assertThat(SegmentFormat.readCall(utf8("{\"writeKey\":\"k\"}"), Call.PAGE, LIMITS).writeKey())
        .isEqualTo("k");
    assertThat(
            SegmentFormat.readBatch(utf8("{\"batch\":[],\"writeKey\":\"k\"}"), LIMITS).writeKey())
        .isEqualTo("k");
    assertThat(SegmentFormat.readBatch(utf8("{\"batch\":[]}"), LIMITS).writeKey()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Call.class)
  void readsEachTypeInABatch(Call call) {
    Event event =
        only(
            batch(
                "{\"batch\":[{\"userId\":\"u\",\"event\":\"own\",\"type\":\""
                    + call.type()
                    + "\"}]}"));
    assertThat(event.name()).isEqualTo(call == Call.TRACK ? "own" : "$" + call.type());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"batch":[{"type":"track"}          | MALFORMED_JSON
          {"batch":[{"type":"track"}]}}       | MALFORMED_JSON
          {"batch":[{"type":"track",}]}       | MALFORMED_JSON
          {"batch":[{}{}]}                    | MALFORMED_JSON
          {"batch":[],"context":{]}           | MALFORMED_JSON
          not json                            | INVALID_REQUEST
          []                                  | INVALID_REQUEST
          "text"                              | INVALID_REQUEST
          {"batch":{}}                        | INVALID_REQUEST
          {"batch":[],"context":7}            | INVALID_EVENT
          {"batch":[],"context":{"a":1e999}}  | NUMBER_OUT_OF_RANGE
          {}                                  | MISSING_FIELD
          """)
  void refusesABatchThatCannotBeReadAsAWhole(String body, Fault fault) {
    assertThatThrownBy(() -> batch(body))
        .isInstanceOfSatisfying(
            MillraceException.class, thrown -> assertThat(thrown.fault()).isEqualTo(fault));
  }

  @Test
  void boundsTheContextOfABatch() {
    String body = "{\"batch\":[" + GOOD + "],\"context\":{\"x\":\"" + "y".repeat(9_000) + "\"}}";
    assertThatThrownBy(() -> batch(body))
        .isInstanceOfSatisfying(
            MillraceException.class,
            thrown -> assertThat(thrown.fault()).isEqualTo(Fault.CONTEXT_TOO_LARGE));
  }
}

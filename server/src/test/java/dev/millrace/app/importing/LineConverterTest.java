package dev.millrace.app.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.app.importing.LineConverter.Converted;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LineConverterTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final FieldMapping EDITS =
      FieldMapping.parse(List.of("time=time", "user=user", "event=channel"));

  @Test
  void mapsFieldsAndKeepsTheOthersAsProperties() {
    JsonNode event =
        convert(
            EDITS,
            """
            {"time":"2015-09-12T00:46:58.771Z","channel":"#en","user":"Ada","added":36,"city":null,
             "deep":{"a":[1]}}\
            """);

    assertThat(event.path("event").asString()).isEqualTo("#en");
    assertThat(event.path("user").asString()).isEqualTo("Ada");
    assertThat(event.path("time").asString()).isEqualTo("2015-09-12T00:46:58.771Z");
    assertThat(event.path("properties").toString())
        .isEqualTo("{\"channel\":\"#en\",\"added\":36,\"city\":null,\"deep\":{\"a\":[1]}}");
  }

  @Test
  void takesItsOwnFormAsItIs() {
    JsonNode event =
        convert(
            FieldMapping.SAME_NAMES,
            """
            {"event":"e","user":"u","id":"7","anonymous":"a","properties":{"p":1.10},"plan":"pro"}\
            """);

    assertThat(event.path("id").asString()).isEqualTo("7");
    assertThat(event.path("anonymous").asString()).isEqualTo("a");
    assertThat(event.path("properties").path("plan").asString()).isEqualTo("pro");
  }

  /** By its first line, whichever file it is. */
  @Test
  void knowsAnExportByItsFields() {
    String line =
        """
        {"id":"7","event":"e","user":"u","anonymous":null,"time":"2026-01-03T10:00:00.000001Z",\
        "sent":"2026-01-02T10:00:00.000000Z","received":"2026-01-03T10:00:00.000002Z",\
        "properties":{"p":1},"context":{"c":2},"partition":3,"offset":4}\
        """;
    assertThat(convert(FieldMapping.SAME_NAMES, line).toString())
        .isEqualTo(
            "{\"id\":\"7\",\"event\":\"e\",\"user\":\"u\",\"time\":\"2026-01-03T10:00:00.000001Z\","
                + "\"sent\":\"2026-01-02T10:00:00.000000Z\",\"properties\":{\"p\":1},"
                + "\"context\":{\"c\":2}}");
    assertThat(convert(EDITS, line).path("properties").path("offset").asInt()).isEqualTo(4);
    String another = line.replace("\"offset\":4", "\"offset\":4,\"own\":5");
    assertThat(convert(FieldMapping.SAME_NAMES, another).path("properties").path("own").asInt())
        .isEqualTo(5);
  }

  @Test
  void keepsNumbersAsTheyAreWritten() {
    String line = "{\"event\":\"e\",\"a\":1.10,\"b\":12345678901234567890,\"c\":0.1}";
    Converted converted =
        new LineConverter(FieldMapping.SAME_NAMES, "f", false).convert(1, line.getBytes(UTF_8));

    assertThat(new String(((Converted.Event) converted).json(), UTF_8))
        .contains("{\"a\":1.10,\"b\":12345678901234567890,\"c\":0.1}");
  }

  @Test
  void makesTextOfNumbersInTextFields() {
    JsonNode event =
        convert(FieldMapping.SAME_NAMES, "{\"event\":1,\"user\":42,\"id\":9007199254740993}");

    assertThat(event.path("user").asString()).isEqualTo("42");
    assertThat(event.path("id").asString()).isEqualTo("9007199254740993");
  }

  @Test
  void equalLinesOfOneFileStayApartAndOneLineKeepsItsId() {
    byte[] line = "{\"event\":\"e\"}".getBytes(UTF_8);

    assertThat(id("a", 1, line)).isEqualTo(id("a", 1, line));
    assertThat(id("a", 1, line)).isNotEqualTo(id("a", 2, line)).isNotEqualTo(id("b", 1, line));
    assertThat(id("a", 1, line))
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "7", "{\"a\":", "{} {}", "{'a':1}", "nothing"})
  void whatIsNoObjectIsNotSent(String line) {
    LineConverter converter = new LineConverter(FieldMapping.SAME_NAMES, "f", false);

    assertThat(converter.convert(1, line.getBytes(UTF_8))).isInstanceOf(Converted.NoObject.class);
  }

  @ParameterizedTest
  @CsvSource({
    "2015-09-12T00:46:58.771Z, 2015-09-12T00:46:58.771Z",
    "2015-09-12T02:46:58+02:00, 2015-09-12T00:46:58Z",
    "2015-09-12T00:46:58, 2015-09-12T00:46:58Z",
    "2015-09-12 00:46:58.5, 2015-09-12T00:46:58.500Z",
    "2015-09-12 00:46:58-01:00, 2015-09-12T01:46:58Z",
    "2015-09-12, 2015-09-12T00:00:00Z",
    "1442018818, 2015-09-12T00:46:58Z",
    "1442018818.771, 2015-09-12T00:46:58.771Z",
    "1442018818771, 2015-09-12T00:46:58.771Z",
    "1442018818771000, 2015-09-12T00:46:58.771Z",
    "1442018818771000123, 2015-09-12T00:46:58.771000123Z",
    "-1, 1969-12-31T23:59:59Z"
  })
  void readsTimesInManyForms(String text, String instant) {
    assertThat(TimeText.parse(text)).hasToString("Optional[" + instant + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2015-13-01", "12/09/2015", "1e9"})
  void leavesOtherTimesToTheServer(String text) {
    assertThat(TimeText.parse(text)).isEmpty();
    assertThat(
            convert(FieldMapping.SAME_NAMES, "{\"time\":\"" + text + "\"}").path("time").asString())
        .isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"time", "time=", "=x", "name=x", "user=a=b"})
  void mappingNamesTheFieldsOfAnEvent(String pair) {
    if (pair.equals("user=a=b")) {
      assertThat(FieldMapping.parse(List.of(pair)).source("user")).isEqualTo("a=b");
    } else {
      assertThatThrownBy(() -> FieldMapping.parse(List.of(pair)))
          .hasMessageContaining("is no mapping");
    }
  }

  @Test
  void mappingATargetTwiceIsRefused() {
    assertThatThrownBy(() -> FieldMapping.parse(List.of("user=a", "user=b")))
        .hasMessageContaining("user is mapped twice");
  }

  private static JsonNode convert(FieldMapping mapping, String line) {
    Converted converted = new LineConverter(mapping, "f", false).convert(1, line.getBytes(UTF_8));
    return JSON.readTree(((Converted.Event) converted).json());
  }

  private static String id(String file, long number, byte[] line) {
    return new LineId(file).of(number, line);
  }
}

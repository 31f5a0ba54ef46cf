package dev.millrace.ingest.ndjson;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeFormatTest {
  private static final long RECEIVED = 1_795_500_000_000_000L;
  private static final String A = "{\"event\":\"a\",\"user\":\"u\"}";
  private static final String B = "{\"event\":\"b\",\"user\":\"u\"}";

  private static Decoded decode(String body, boolean lines) {
    return NativeFormat.decode(
        body.getBytes(StandardCharsets.UTF_8),
        lines,
        "shop",
        RECEIVED,
        new EventIds(1),
        EventLimits.defaults());
  }

  @Test
  void readsAllFields() {
    Event event =
        decode(
                """
                {"event":"edit","user":"ann","id":"e-1","time":1795499990,"anonymous":"d-1",
                 "properties":{"added":17},"context":{"page":"Q1"},"other":[1]}\
                """,
                false)
            .events()
            .getFirst();

    assertThat(event.name()).isEqualTo("edit");
    assertThat(event.user()).isEqualTo("ann");
    assertThat(event.id()).isEqualTo("e-1");
    assertThat(event.anonymous()).isEqualTo("d-1");
    assertThat(event.time()).isEqualTo(1_795_499_990_000_000L);
    assertThat(event.sent()).isEqualTo(event.time());
    assertThat(event.properties()).hasToString("{\"added\":17}");
    assertThat(event.context()).hasToString("{\"page\":\"Q1\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[" + A + "," + B + "]",
        " [ " + A + " , " + B + " ] ",
        A + "\n" + B,
        A + "\r\n" + B + "\r\n",
        "\uFEFF" + A + "\n\n  \n" + B + "\n",
        "\n" + A + "\n " + B
      })
  void readsArraysAndLines(String body) {
    assertThat(decode(body, false).events()).extracting(Event::name).containsExactly("a", "b");
  }

  @Test
  void readsAnObjectOfSeveralLinesAsOne() {
    String pretty = "{\n\"event\":\"a\",\n\"user\":\"u\",\n\"properties\":\n{\"x\":\n1}\n}\n";
    assertThat(decode(pretty, false).events()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"event\":", "nonsense", "{\"event\":\"x\",\"user\":\"u\"}}", "{\"a\":1]"})
  void refusesABrokenLineAlone(String broken) {
    Decoded decoded = decode(A + "\n" + broken + "\n" + B, true);

    assertThat(decoded.events()).extracting(Event::name).containsExactly("a", "b");
    Refusal refusal = decoded.refusals().getFirst();
    assertThat(refusal.index()).isEqualTo(1);
    assertThat(refusal.fault()).isEqualTo(Fault.MALFORMED_JSON);
    assertThat(new String(refusal.original(), StandardCharsets.UTF_8)).isEqualTo(broken);
  }

  @Test
  void seesLinesAfterABrokenFirstOne() {
    Decoded decoded = decode("{\"event\":\n" + A + "\n" + B, false);
    assertThat(decoded.events()).hasSize(2);
    assertThat(decoded.refusals()).hasSize(1);
  }

  @Test
  void refusesABadEventOfAnArrayAlone() {
    Decoded decoded = decode("[" + A + ",{\"user\":\"u\"},7," + B + "]", false);
    assertThat(decoded.events()).hasSize(2);
    assertThat(decoded.refusals())
        .extracting(Refusal::fault)
        .containsExactly(Fault.MISSING_FIELD, Fault.INVALID_EVENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "[",
        "[" + A,
        "[" + A + "," + B,
        A + A,
        A + "x",
        "{\"event\":",
        "x",
        "[1,]"
      })
  void refusesABrokenBodyAsAWhole(String body) {
    assertThatThrownBy(() -> decode(body, false))
        .isInstanceOfSatisfying(
            MillraceException.class,
            thrown -> assertThat(thrown.fault()).isEqualTo(Fault.MALFORMED_JSON));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"text\"", "null"})
  void refusesABodyThatHoldsNoEvents(String body) {
    assertThatThrownBy(() -> decode(body, false))
        .isInstanceOfSatisfying(
            MillraceException.class,
            thrown -> assertThat(thrown.fault()).isEqualTo(Fault.INVALID_REQUEST));
  }
}

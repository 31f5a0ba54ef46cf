package dev.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.Every;
import dev.millrace.store.Filter;
import dev.millrace.store.Filter.Operator;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuestionFormatTest {

  @Test
  void readsEveryField() {
    Question question =
        QuestionFormat.parse(
            """
            { "kind": "trend",
              "measures": ["count", "uniques", "sum(amount)", "uniques(a (b))"],
              "events": ["feature_used"],
              "where": [ {"property": "plan", "op": "=", "value": ["pro", 3]},
                         {"any": [ {"property": "amount", "op": ">", "value": 100.5},
                                   {"property": "time", "op": ">=", "value": "-2d"},
                                   {"property": "country", "op": "set"} ]} ],
              "by": ["plan", "name"], "limit": 7,
              "every": "15m", "from": "-7d", "to": "now", "timezone": "Europe/Berlin",
              "exact": false, "source": "events", "after": "0:41,2:7", "timeout": "500ms" }
            """);
    Property plan = new Property("plan");
    assertThat(question)
        .isEqualTo(
            new TrendQuestion(
                List.of(
                    new Measure.Count("count"),
                    new Measure.People("uniques"),
                    new Measure.Aggregate(
                        "sum(amount)", Measure.Function.SUM, new Property("amount")),
                    new Measure.Distinct("uniques(a (b))", new Property("a (b)"))),
                List.of(plan, Property.NAME),
                7,
                Every.QUARTER_HOUR,
                new Basis(
                    List.of("feature_used"),
                    new Filter.All(
                        List.of(
                            new Filter.Test(plan, Operator.EQUAL, List.of("pro", 3L)),
                            new Filter.Any(
                                List.of(
                                    new Filter.Test(
                                        new Property("amount"), Operator.GREATER, List.of(100.5)),
                                    new Filter.Test(
                                        Property.TIME,
                                        Operator.GREATER_OR_EQUAL,
                                        List.of(new Moment.Ago(2, Moment.Unit.DAY))),
                                    new Filter.Test(
                                        new Property("country"), Operator.SET, List.of()))))),
                    new Moment.Ago(7, Moment.Unit.DAY),
                    new Moment.Now(),
                    ZoneId.of("Europe/Berlin"),
                    false,
                    Basis.Source.EVENTS,
                    Positions.parse("0:41,2:7"),
                    Duration.ofMillis(500))));
  }

  @Test
  void takesTheContractsDefaults() {
    assertThat(QuestionFormat.parse("{}")).isEqualTo(TrendQuestion.DEFAULT);
  }

  @Test
  void equalQuestionsAreOneThoughTheyWaitForDifferentPositions() {
    Question one = QuestionFormat.parse("{\"from\":\"-1d\",\"after\":\"0:1\"}");
    Question other =
        QuestionFormat.parse("{\"after\":\"0:2\",\"timeout\":\"1s\",\"from\":\"-1d\"}");
    assertThat(one).isNotEqualTo(other);
    assertThat(one.withoutWaiting()).isEqualTo(other.withoutWaiting());
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("[]", "a question is a JSON object, found a list", "such as"),
        Arguments.of("{\"mesures\":[]}", "\"mesures\" is no known field", "did you mean measures?"),
        Arguments.of("{\"kind\":\"trnd\"}", "\"trnd\" is no known kind", "did you mean trend?"),
        Arguments.of("{\"kind\":1}", "kind: a text is needed, found 1", null),
        Arguments.of("{\"measures\":\"count\"}", "found the text \"count\"", "[\"…\"]"),
        Arguments.of("{\"measures\":[]}", "at least one", "for count"),
        Arguments.of("{\"measures\":[\"count\",\"count\"]}", "\"count\" is there twice", "once"),
        Arguments.of("{\"measures\":[\"cuont\"]}", "\"cuont\"", "did you mean count?"),
        Arguments.of("{\"measures\":[\"p96(amount)\"]}", "\"p96(amount)\"", "did you mean p9"),
        Arguments.of("{\"measures\":[\"sum\"]}", "lacks its property", "sum(property)"),
        Arguments.of("{\"measures\":[\"sum(a\"]}", "does not end with )", "sum(amount)"),
        Arguments.of("{\"measures\":[\"sum()\"]}", "1 to 1000 characters, found 0", null),
        Arguments.of("{\"measures\":[\"count(a)\"]}", "count takes no property", "uniques"),
        Arguments.of("{\"measures\":[null]}", "found null in it", null),
        Arguments.of("{\"events\":{}}", "events: a list of texts is needed, found an object", ""),
        Arguments.of("{\"by\":[\"a\",\"a\"]}", "by: \"a\" is there twice", ""),
        Arguments.of(
            "{\"by\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]}", "by: at most 5, found 6", null),
        Arguments.of("{\"limit\":0}", "limit: \"0\" is no whole number from 1 to 1000", null),
        Arguments.of("{\"limit\":1001}", "limit: \"1001\"", null),
        Arguments.of("{\"limit\":1.5}", "limit: \"1.5\"", null),
        Arguments.of("{\"limit\":99999999999999999999}", "limit: \"99999999999999999999\"", null),
        Arguments.of("{\"every\":\"hours\"}", "\"hours\" is no known width", "did you mean hour?"),
        Arguments.of("{\"from\":\"yesterday\"}", "from: \"yesterday\" is no time", "-7d"),
        Arguments.of("{\"from\":5}", "from: a text is needed, found 5", null),
        Arguments.of("{\"to\":\"2026-02-30\"}", "to: \"2026-02-30\" is no time", "2026-03-01"),
        Arguments.of("{\"timezone\":\"Europe/Berlim\"}", "no known timezone", "Europe/Berlin?"),
        Arguments.of("{\"exact\":\"yes\"}", "exact: the text \"yes\" found", "true, false"),
        Arguments.of("{\"source\":\"activity\"}", "source: \"activity\"", "events"),
        Arguments.of("{\"after\":\"x\"}", "after: \"x\" is no position", "millrace-position"),
        Arguments.of("{\"timeout\":\"121s\"}", "timeout: \"121s\" is too long", "120s"),
        Arguments.of("{\"timeout\":\"soon\"}", "timeout: \"soon\"", "5s"),
        Arguments.of("{\"where\":[1]}", "a test is an object, found 1", "such as"),
        Arguments.of("{\"where\":[{}]}", "property must be a text, found nothing", ""),
        Arguments.of(where("\"operator\":\"=\""), "\"operator\" is no known field", "op"),
        Arguments.of(where("\"op\":\"==\",\"value\":1"), "\"==\" is no known operator", "="),
        Arguments.of(where("\"op\":\"=\""), "needs a value", "a list"),
        Arguments.of(where("\"op\":\"in\",\"value\":[]"), "needs a value", "a list"),
        Arguments.of(where("\"op\":\"=\",\"value\":null"), "null found", "unset"),
        Arguments.of(where("\"op\":\"=\",\"value\":{}"), "an object found", "allowed"),
        Arguments.of(where("\"op\":\"=\",\"value\":1e999"), "Infinity found", "allowed"),
        Arguments.of(where("\"op\":\"set\",\"value\":1"), "takes no value", null),
        Arguments.of(where("\"op\":\">\",\"value\":[1]"), "needs one value", "list"),
        Arguments.of(where("\"op\":\">\",\"value\":true"), "needs a number or a text", ""),
        Arguments.of(where("\"op\":\"contains\",\"value\":1"), "needs a text, found 1", "quotes"),
        Arguments.of("{\"where\":[{\"any\":[]}]}", "at least one test", null),
        Arguments.of("{\"where\":[{\"any\":[],\"all\":[]}]}", "stand alone", ""),
        Arguments.of(
            "{\"where\":[{\"property\":\"time\",\"op\":\">\",\"value\":\"soon\"}]}",
            "\"soon\" is no time",
            "-7d"));
  }

  private static String where(String rest) {
    return "{\"where\":[{\"property\":\"plan\"," + rest + "}]}";
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithWhatIsWrongAndWhatIsAllowed(String json, String message, String hint) {
    assertThatThrownBy(() -> QuestionFormat.parse(json))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.INVALID_QUESTION);
              assertThat(e.getMessage()).contains(message);
              if (hint == null) {
                assertThat(e.hint()).isNull();
              } else {
                assertThat(e.hint() == null ? "" : e.hint()).contains(hint);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refusesWhatIsNoJson(String json) {
    assertThatThrownBy(() -> QuestionFormat.parse(json))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.fault()).isEqualTo(Fault.MALFORMED_JSON));
  }

  static Stream<String> malformed() {
    return Stream.of(
        "{", "{} {}", "{\"limit\":1,\"limit\":2}", "[".repeat(10_000), "\u0000", "{'limit':1}");
  }

  @Test
  void boundsFiltersInDepthAndNumber() {
    String test = "{\"property\":\"plan\",\"op\":\"set\"}";
    assertThat(QuestionFormat.parse(nested(test, 7)).basis().where())
        .isNotEqualTo(Filter.EVERYTHING);
    assertRefused(nested(test, 8), "nested deeper than 8");
    assertRefused(
        "{\"where\":[" + String.join(",", Collections.nCopies(101, test)) + "]}",
        "more than 100 tests");
  }

  private static String nested(String test, int depth) {
    return "{\"where\":[" + "{\"any\":[".repeat(depth) + test + "]}".repeat(depth) + "]}";
  }

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> QuestionFormat.parse(json))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining(message);
  }
}

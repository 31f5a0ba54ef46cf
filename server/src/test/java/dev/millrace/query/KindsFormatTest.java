package dev.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of questions of each kind that cannot be understood. Quotes are single here. */
class KindsFormatTest {
  private static final String STEPS = "'steps':['a','b','c']";

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("'kind':'funel'", "\"funel\" is no known kind", "did you mean funnel?"),
        // top
        Arguments.of("'kind':'top'", "by: top needs one to 3", "such as"),
        Arguments.of("'kind':'top','by':['a','b','c','d']", "by: at most 3, found 4", ""),
        Arguments.of("'kind':'top','by':['a'],'every':'day'", "\"every\" is no known field", ""),
        Arguments.of("'kind':'top','by':['a'],'other':1", "other: 1 found", "true, false"),
        Arguments.of("'kind':'top','by':['a'],'measures':['cuont']", "\"cuont\"", "count?"),
        // funnel
        Arguments.of("'kind':'funnel'", "2 to 20, found 0", "such as"),
        Arguments.of("'kind':'funnel','steps':['a']", "2 to 20, found 1", "such as"),
        Arguments.of("'kind':'funnel','steps':'a'", "steps: a list is needed", "such as"),
        Arguments.of(
            "'kind':'funnel','steps':[" + String.join(",", Collections.nCopies(21, "'a'")) + "]",
            "steps: at most 20, found 21",
            ""),
        Arguments.of("'kind':'funnel','steps':['a',1]", "a step is a text or an object", "such as"),
        Arguments.of("'kind':'funnel','steps':['a','']", "is no event's name", "such as"),
        Arguments.of(
            "'kind':'funnel','steps':['a',{'event':'b','events':['c']}]",
            "either event or events",
            "such as"),
        Arguments.of("'kind':'funnel'," + STEPS + ",'exclude':[{}]", "an event is needed", "such"),
        Arguments.of("'kind':'funnel','steps':['a',{'event':'b','were':[]}]", "\"were\"", "where?"),
        Arguments.of(
            "'kind':'funnel','steps':['a',{'event':'b','where':[{'property':'p','op':'~'}]}]",
            "\"~\" is no known operator",
            "contains"),
        Arguments.of("'kind':'funnel'," + STEPS + ",'within':'soon'", "no length of time", "7d"),
        Arguments.of("'kind':'funnel'," + STEPS + ",'within':'0s'", "within: \"0s\"", "7d"),
        Arguments.of("'kind':'funnel'," + STEPS + ",'within':'999999w'", "366d", "7d"),
        Arguments.of("'kind':'funnel'," + STEPS + ",'within':7", "a text is needed", ""),
        Arguments.of(
            "'kind':'funnel'," + STEPS + ",'order':'orderd'",
            "\"orderd\"",
            "did you mean ordered?"),
        Arguments.of(
            "'kind':'funnel'," + STEPS + ",'order':'any','exclude':['x']",
            "in any order",
            "ordered"),
        Arguments.of(
            "'kind':'funnel'," + STEPS + ",'exclude':[{'event':'x','after':2,'before':2}]",
            "no step later",
            "from 1"),
        Arguments.of(
            "'kind':'funnel'," + STEPS + ",'exclude':[{'event':'x','after':3}]",
            "after: \"3\" is no whole number from 1 to 2",
            ""),
        Arguments.of("'kind':'funnel'," + STEPS + ",'people':{}", "with a step", "such as"),
        Arguments.of("'kind':'funnel'," + STEPS + ",'people':2", "with a step", "such as"),
        Arguments.of(
            "'kind':'funnel'," + STEPS + ",'people':{'step':4}", "step: \"4\" is no whole", ""),
        Arguments.of(
            "'kind':'funnel'," + STEPS + ",'people':{'step':1,'droped':true}",
            "\"droped\"",
            "dropped?"),
        Arguments.of(
            "'kind':'funnel'," + STEPS + ",'people':{'step':1},'by':['a']", "by has no", "where"),
        Arguments.of("'kind':'funnel'," + STEPS + ",'cursor':'a'", "only people", "such as"),
        // retention
        Arguments.of("'kind':'retention'", "first: retention needs", "such as"),
        Arguments.of("'kind':'retention','first':1", "a step is a text or an object", "such as"),
        Arguments.of(
            "'kind':'retention','first':'a','every':'hour'", "\"hour\" is no known every", "day"),
        Arguments.of("'kind':'retention','first':'a','periods':0", "from 1 to 100", ""),
        Arguments.of("'kind':'retention','first':'a','cohort':'first'", "\"first\"", "first_time"),
        Arguments.of("'kind':'retention','first':'a','mode':'roll'", "\"roll\"", "rolling"),
        Arguments.of("'kind':'retention','first':'a','returning':'b'", "\"returning\"", "return?"),
        // stickiness, lifecycle
        Arguments.of("'kind':'stickiness','every':'minute'", "\"minute\"", "allowed"),
        Arguments.of("'kind':'stickiness','measures':['count']", "\"measures\"", "allowed"),
        Arguments.of("'kind':'lifecycle','every':'weak'", "\"weak\"", "did you mean week?"),
        Arguments.of("'kind':'lifecycle','by':['a']", "\"by\" is no known field", "allowed"),
        // sessions
        Arguments.of("'kind':'sessions','gap':'2d'", "gap: \"2d\"", "30m"),
        Arguments.of("'kind':'sessions','gap':30", "gap: a text is needed", ""),
        Arguments.of("'kind':'sessions','every':'dayy'", "\"dayy\" is no known width", "day?"),
        // paths
        Arguments.of("'kind':'paths','start':'a','end':'b'", "one of them", "funnel"),
        Arguments.of("'kind':'paths','start':''", "no event's name", "leave"),
        Arguments.of("'kind':'paths','steps':11", "steps: \"11\" is no whole number", ""),
        Arguments.of("'kind':'paths','min_count':0", "min_count: \"0\"", ""),
        Arguments.of("'kind':'paths','by':['a']", "\"by\" is no known field", "allowed"),
        // users
        Arguments.of("'kind':'users','sort':'name'", "\"name\" is no known sort", "allowed"),
        Arguments.of("'kind':'users','order':'up'", "\"up\" is no known order", "asc, desc"),
        Arguments.of("'kind':'users','cursor':'x'", "cursor: \"x\" is none", "next_cursor"),
        Arguments.of("'kind':'users','limit':1001", "limit: \"1001\"", ""),
        // what is made of a trend
        Arguments.of("'compare':'before'", "\"before\" is no known compare", "previous"),
        Arguments.of("'cumulative':1", "cumulative: 1 found", "true, false"),
        Arguments.of("'moving_average':0", "moving_average: \"0\"", ""),
        Arguments.of("'cumulative':true,'moving_average':7", "not averaged", "either"),
        Arguments.of("'formula':'b'", "names a measure that there is not", "the only measure is a"),
        Arguments.of("'measures':['count','uniques'],'formula':'a/c'", "at character 3", "a to b"),
        Arguments.of("'formula':'a +'", "ends too early", "such as"),
        Arguments.of("'formula':''", "ends too early", "such as"),
        Arguments.of("'formula':'a a'", "does not fit at character 3", "such as"),
        Arguments.of("'formula':'(a'", "ends too early", "such as"),
        Arguments.of("'formula':'a; drop table events'", "character 2", "such as"),
        Arguments.of("'formula':'1e5'", "character 2", "such as"),
        Arguments.of("'formula':'" + "(".repeat(60) + "'", "deeper than 50", ""),
        Arguments.of("'formula':['a','a']", "\"a\" is there twice", "once"),
        Arguments.of("'formula':7", "formula: a list of texts is needed, found 7", ""));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithWhatIsWrongAndWhatIsAllowed(String question, String message, String hint) {
    assertThatThrownBy(() -> parse(question))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.INVALID_QUESTION);
              assertThat(e.getMessage()).contains(message);
              assertThat(e.hint() == null ? "" : e.hint()).contains(hint);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'kind':'trend','compare':'previous','formula':'a / b * 100','measures':['count','uniques']",
        "'kind':'top','by':['plan'],'limit':3",
        "'kind':'funnel','steps':['a',{'event':'b','where':[{'property':'p','value':1}],'as':'B'}]",
        "'kind':'retention','first':'a','every':'week'",
        "'kind':'stickiness','every':'month'",
        "'kind':'lifecycle','events':['a']",
        "'kind':'sessions','by':['entry']",
        "'kind':'paths','start':'a'",
        "'kind':'users','search':'x'"
      })
  void equalQuestionsAreOneThoughTheyWaitForDifferentPositions(String question) {
    Question one = parse(question + ",'after':'0:1'");
    Question other = parse("'after':'0:2','timeout':'1s'," + question);
    assertThat(one).isNotEqualTo(other);
    assertThat(one.withoutWaiting())
        .isEqualTo(other.withoutWaiting())
        .hasSameHashCodeAs(other.withoutWaiting());
    assertThat(one.withoutWaiting()).isNotEqualTo(parse(question + ",'from':'-1h'"));
  }

  @Test
  void findsTheFiltersOfEveryStep() {
    String test = "'where':[{'property':'time','op':'>','value':'-1h'}]";
    Question funnel =
        parse(
            "'kind':'funnel',%s,'steps':['a',{'event':'b',%s}],'exclude':[{'event':'c',%s}]"
                .formatted(test, test, test));
    assertThat(funnel.filters()).hasSize(4);
    assertThat(funnel.filters().stream().distinct()).hasSize(2);
  }

  private static Question parse(String question) {
    return QuestionFormat.parse(("{" + question + "}").replace('\'', '"'));
  }
}

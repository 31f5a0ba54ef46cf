package dev.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "count | {}",
        "`` | {}",
        "count by plan every hour from -1d | {'by':['plan'],'every':'hour','from':'-1d'}",
        "count, p95(my amount) of buy, 'sign up' | {'measures':['count','p95(my amount)'],'events':['buy','sign up']}",
        "BY plan, country LIMIT 3 | {'by':['plan','country'],'limit':3}",
        "count from 2026-03-01 to now in Asia/Kolkata exact | {'from':'2026-03-01','timezone':'Asia/Kolkata','exact':true}",
        "count where plan = pro and amount>=10.5 in UTC | {'where':[{'property':'plan','value':'pro'},{'property':'amount','op':'>=','value':10.5}],'timezone':'UTC'}",
        "count where plan in pro, \"3\", 3 every none | {'where':[{'property':'plan','op':'in','value':['pro','3',3]}],'every':'none'}",
        "count where vip = true and plan set and \"set\" unset | {'where':[{'property':'vip','value':true},{'property':'plan','op':'set'},{'property':'set','op':'unset'}]}",
        "count where a = 1 and b = 2 or c contains 'it''s' | {'where':{'any':[{'all':[{'property':'a','value':1},{'property':'b','value':2}]},{'all':[{'property':'c','op':'contains','value':'it\\u0027s'}]}]}}",
        "count where a = 1 or b = -2 | {'where':{'any':[{'all':[{'property':'a','value':1}]},{'all':[{'property':'b','value':-2}]}]}}",
        "uniques where time > -2h and name != \"from\" | {'measures':['uniques'],'where':[{'property':'time','op':'>','value':'-2h'},{'property':'name','op':'!=','value':'from'}]}"
      })
  void readsTheSameAsJson(String text, String json) {
    assertThat(QuestionText.parse(text))
        .isEqualTo(QuestionFormat.parse(json.replace('\'', '"').replace("\\u0027", "'")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "count plan | \"plan\" does not fit here | write:",
        "count evry hour | \"evry\" does not fit here | did you mean every?",
        "cuont | \"cuont\" is no known measure | did you mean count?",
        "count, | the question ends where a measure is needed | write:",
        "count by | the question ends where a property is needed | write:",
        "count by , | found \",\" where a property is needed | write:",
        "count by a by b | \"by\" is there twice | write:",
        "count where a ~ 1 | \"~\" is no known operator | contains",
        "count where a = | a value after = | write:",
        "count where a | an operator after a | write:",
        "count limit ten | limit: \"ten\" | ``",
        "count every houer | no known width | did you mean hour?",
        "count of 'buy | the quote at character 10 is not closed | ``",
        "sum(a | is not closed | ``",
        "count, count | \"count\" is there twice | ``"
      })
  void saysWhatDoesNotFit(String text, String message, String hint) {
    assertThatThrownBy(() -> QuestionText.parse(text))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.INVALID_QUESTION);
              assertThat(e.getMessage()).contains(message);
              assertThat(e.hint() == null ? "" : e.hint()).contains(hint);
            });
  }
}

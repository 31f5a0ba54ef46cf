package dev.millrace.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.RawJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedObjectTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                | {}                    | {}
          {"a":1}           | {}                    | {"a":1}
          {}                | {"b":2}               | {"b":2}
          {"a":1}           | {"b":2}               | {"b":2,"a":1}
          {"a":1,"c":3}     | {"a":2}               | {"a":2,"c":3}
          {"a":{"x":1}}     | {"a":{"y":2}}         | {"a":{"y":2}}
          { "a" : 1 , "b":2}| { "b" : 3 }           | { "b" : 3 ,"a" : 1}
          {"a":1}           | {"\\u0061":2}         | {"\\u0061":2}
          {"a":1}           | { }                   | {"a":1}
          {"a":[1,{"b":2}]} | {"c":"}"}             | {"c":"}","a":[1,{"b":2}]}
          """)
  void addsMembersThatAreMissing(String shared, String own, String merged) {
    assertThat(new SharedObject(RawJson.of(shared)).under(RawJson.of(own))).hasToString(merged);
  }

  @Test
  void sharesEqualResults() {
    SharedObject shared = new SharedObject(RawJson.of("{\"library\":\"x\"}"));
    RawJson first = shared.under(RawJson.of("{\"ip\":\"::1\"}"));
    assertThat(shared.under(RawJson.of("{\"ip\":\"::1\"}"))).isSameAs(first);
    assertThat(shared.under(RawJson.of("{\"ip\":\"::2\"}")))
        .hasToString("{\"ip\":\"::2\",\"library\":\"x\"}");
  }
}

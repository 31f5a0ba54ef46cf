package dev.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AnswerTableTest {

  @Test
  void printsFunnels() {
    assertThat(
            lines(
                """
                {"columns":["step","name","people","rate","step_rate","median_seconds","p90_seconds"],
                 "rows":[[1,"signup",12000,1,null,null,null],[2,"bought",250,0.0208333,0.0208333,5400.5,86400]]}
                """))
        .isEqualTo(
            """
            step  name    people  rate  step_rate  median_seconds  p90_seconds
            ────  ──────  ──────  ────  ─────────  ──────────────  ───────────
               1  signup  12,000     1          -               -            -
               2  bought     250  0.02       0.02        5,400.50       86,400\
            """);
  }

  @Test
  void printsUsersWithTheirProperties() {
    assertThat(
            lines(
                """
                {"columns":["user","first","last","count","properties"],
                 "rows":[["ada","2026-02-01T09:00:00Z","2026-03-01T10:00:00Z",12,{"plan":"pro"}],
                         ["bob","2026-02-01T09:00:00Z","2026-02-01T09:00:00Z",1,{}]]}
                """))
        .isEqualTo(
            """
            user  first                 last                  count  properties
            ────  ────────────────────  ────────────────────  ─────  ──────────────
            ada   2026-02-01T09:00:00Z  2026-03-01T10:00:00Z     12  {"plan":"pro"}
            bob   2026-02-01T09:00:00Z  2026-02-01T09:00:00Z      1  -\
            """);
  }

  private static String lines(String answer) {
    return String.join("\n", AnswerTable.of(JsonMapper.shared().readTree(answer)).lines());
  }
}

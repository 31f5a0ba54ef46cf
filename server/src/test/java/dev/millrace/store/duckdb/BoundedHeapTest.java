package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a question takes of the heap does not grow with the events at the edge of its range. */
@Timeout(60)
class BoundedHeapTest {
  private static final Instant QUARTER = Instant.parse("2026-03-02T09:00:00Z");
  private static final int EVENTS = 4_000_000;
  private static final int PEOPLE = 1_000;

  @TempDir private Path folder;

  @Test
  void millionsOfEventsInAMinuteAreAskedForTheirPeople() throws Exception {
    StoreFixture.open(StoreFixture.config(folder, 1_000)).close();
    fill();
    Process child = ChildJvm.start(List.of("-Xmx64m"), BoundedHeapTest.class, folder.toString());
    String answer = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    child.waitFor();
    assertThat(answer).isEqualTo("activity+events [[" + PEOPLE + ", " + EVENTS + "]]\n");
  }

  /** Behind the store's back: through it, this many events would take half a minute. */
  private void fill() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:duckdb:" + StoreFixture.config(folder, 1_000).file());
        Statement statement = connection.createStatement()) {
      long first = ChronoUnit.MICROS.between(Instant.EPOCH, QUARTER.plusSeconds(60));
      statement.execute(
          """
          insert into main.events
          select 'p', i, i, null, 'view', (i %% %d)::integer, null, make_timestamp(%2$d + i * 12), 0,
            null, make_timestamp(%2$d + i * 12), '{}'::json::variant, null, null, 0, i
          from range(%3$d) t(i)
          """
              .formatted(PEOPLE, first, EVENTS));
      statement.execute(
          "insert into main.people select i, 'p', 'user-' || i from range(%d) t(i)"
              .formatted(PEOPLE));
      statement.execute(Layout.COUNT_CHANGE);
    }
  }

  public static void main(String[] arguments) {
    try (DuckDbStore store = StoreFixture.open(StoreFixture.config(Path.of(arguments[0]), 1_000))) {
      var answer =
          new QueryEngine(
                  store,
                  QueryConfig.defaults(),
                  new Metrics(),
                  InstantSource.fixed(QUARTER.plusSeconds(7_200)))
              .ask(
                  "p",
                  QuestionFormat.parse(
                      "{\"measures\":[\"uniques\",\"count\"],\"every\":\"none\",\"from\":\"%s\",\"to\":\"%s\"}"
                          .formatted(QUARTER.plusSeconds(30), QUARTER.plusSeconds(7_200))));
      System.out.println(answer.meta().source() + " " + answer.rows());
    }
  }
}

package dev.millrace.query.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever has a key for SQL reads one project's events and nothing else, and stops nobody. */
class HostileSqlIT {
  private static final String THEIR_SECRET = "their-secret";
  private static final Set<String> REFUSED = Set.of("sql_not_allowed", "invalid_sql");
  private static final Set<String> STOPPED =
      Set.of("query_timeout", "too_much_memory", "too_many_rows", "invalid_sql");

  @TempDir private static Path folder;
  private static SqlServer server;

  /** A line of the file. */
  record Hostile(String group, String text) {
    boolean isBomb() {
      return group.startsWith("recursion") || group.startsWith("too");
    }
  }

  @BeforeAll
  static void storeEventsOfTwoProjects() {
    server =
        SqlServer.start(
            folder,
            Map.of(
                "sql.time-limit",
                "1s",
                "sql.memory",
                "64MB",
                "sql.max-rows",
                "10000",
                "store.temporary",
                "64MB",
                "views.usage.by",
                "plan",
                "views.usage.measures",
                "uniques, sum(amount)"));
    server.store(
        SqlServer.WRITE,
        """
        {"event":"signed_up","user":"ada","properties":{"plan":"pro","amount":12}}
        {"event":"signed_up","user":"bob","properties":{"plan":"team","amount":30}}
        """);
    server.store(
        SqlServer.THEIR_WRITE,
        """
        {"event":"%1$s","user":"%1$s","properties":{"%1$s":"%1$s"}}
        """
            .formatted(THEIR_SECRET));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Hostile> hostile() throws IOException {
    List<Hostile> statements = new ArrayList<>();
    String group = "";
    for (String line : lines("hostile.sql")) {
      if (line.startsWith("# ")) {
        group = line.substring(2);
      } else {
        statements.add(new Hostile(group, line.replace("{folder}", folder.toString())));
      }
    }
    assertThat(statements).hasSizeGreaterThan(300);
    return statements.stream();
  }

  static List<String> harmless() throws IOException {
    return lines("harmless.sql");
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HostileSqlIT.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("--") && !line.isEmpty())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void isRefusedWithoutTellingAnything(Hostile hostile) {
    HttpResponse<byte[]> response = server.ask(SqlServer.READ_SQL, "", hostile.text());
    String body = new String(response.body(), UTF_8);

    assertThat(response.statusCode()).as(body).isNotEqualTo(200);
    JsonNode problem = JsonMapper.shared().readTree(body);
    assertThat(problem.path("code").asString(""))
        .as(body)
        .isIn(hostile.isBomb() ? STOPPED : REFUSED);
    // A refusal names the table that it was asked for.
    assertTellsNothing(hostile.text().contains(folder.toString()) ? "" : body);
    assertIsUnharmed();
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void isAnsweredThoughItLooksHostile(String statement) {
    HttpResponse<byte[]> response = server.ask(SqlServer.READ_SQL, "", statement);
    String body = new String(response.body(), UTF_8);

    assertThat(response.statusCode()).as(body).isEqualTo(200);
    assertTellsNothing(body);
    assertIsUnharmed();
  }

  @Test
  void showsEachProjectItsOwnEvents() {
    assertThat(rows(SqlServer.READ_SQL, "select distinct name, \"user\" from events order by all"))
        .isEqualTo("[[\"signed_up\",\"ada\"],[\"signed_up\",\"bob\"]]");
    assertThat(rows(SqlServer.READ_SQL, "select name from activity group by all"))
        .isEqualTo("[[\"signed_up\"]]");
    assertThat(rows(SqlServer.READ_SQL, "select plan, \"count\" from usage order by plan"))
        .isEqualTo("[[\"pro\",1],[\"team\",1]]");
    assertThat(rows(SqlServer.THEIR_READ_SQL, "select name, person from events"))
        .isEqualTo("[[\"their-secret\",\"their-secret\"]]");
  }

  @Test
  void isForKeysThatMaySendSql() {
    assertThat(server.ask(SqlServer.READ, "", "select 1").statusCode()).isEqualTo(403);
    assertThat(server.ask(SqlServer.WRITE, "", "select 1").statusCode()).isEqualTo(403);
    assertThat(server.ask("nobody", "", "select 1").statusCode()).isEqualTo(401);
  }

  private static void assertTellsNothing(String body) {
    assertThat(body)
        .doesNotContain(THEIR_SECRET)
        .doesNotContain("root:")
        .doesNotContain("-key-")
        .doesNotContain(folder.toString());
    assertThat(Files.exists(Path.of("/tmp/millrace-stolen.csv"))).isFalse();
  }

  private static void assertIsUnharmed() {
    assertThat(rows(SqlServer.READ_SQL, "select count(*) from events")).isEqualTo("[[2]]");
    assertThat(server.server().millrace().store().status().problem()).isNull();
  }

  private static String rows(String key, String statement) {
    HttpResponse<byte[]> response = server.ask(key, "", statement);
    String body = new String(response.body(), UTF_8);
    assertThat(response.statusCode()).as(body).isEqualTo(200);
    return JsonMapper.shared().readTree(body).path("rows").toString();
  }
}

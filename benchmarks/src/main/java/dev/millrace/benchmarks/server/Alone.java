package dev.millrace.benchmarks.server;

import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryAnswer;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import dev.millrace.query.ViewFormat;
import dev.millrace.store.View;
import dev.millrace.store.duckdb.DuckDbConfig;
import dev.millrace.store.duckdb.DuckDbStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Asks questions of a store and then of DuckDB alone: the same file, the same range, memory and
 * threads, and the SQL that a person would write. Both in this process, one after the other; no
 * server may have the folder open.
 */
@Command(
    name = "alone",
    mixinStandardHelpOptions = true,
    description = "Compares answers of a data folder's store with DuckDB alone on the same rows.")
final class Alone implements Callable<Integer> {
  private static final String RANGE =
      " from main.events where project = 'default' and time >= $1 and time < $2";
  private static final String PLAN = "variant_extract(properties, 'plan')::varchar";
  private static final String FEATURE = "variant_extract(properties, 'feature')::varchar";
  private static final String HOUR = "select time_bucket(interval 1 hour, time) as slot, ";
  private static final String DAY = "select time_bucket(interval 1 day, time) as slot, ";
  private static final String PAID = " and " + PLAN + " in ('pro', 'team')";

  private static final View USAGE =
      ViewFormat.view(
          "usage", List.of(), List.of("plan"), List.of("count", "uniques", "sum(amount)"));

  @Parameters(paramLabel = "DIR", description = "the data folder of the server")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path data;

  @Option(names = "--rounds", defaultValue = "5", description = "${DEFAULT-VALUE}")
  private int rounds;

  private final Map<String, Compared> questions = new LinkedHashMap<>();

  /** A question, the SQL for it over {@code $1} to {@code $2}, and what was found. */
  private static final class Compared {
    private final String question;
    private final String sql;
    private final Histogram millrace = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
    private final Histogram alone = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
    private String source = "";
    private OffsetDateTime from = OffsetDateTime.MIN;
    private OffsetDateTime to = OffsetDateTime.MIN;

    Compared(String question, String sql) {
      this.question = question;
      this.sql = sql;
    }
  }

  @Override
  public Integer call() throws SQLException {
    DuckDbConfig defaults = DuckDbConfig.defaults(data.resolve("store"));
    DuckDbConfig config = withViews(defaults);
    try (DuckDbStore store = new DuckDbStore(config, new Metrics())) {
      addQuestions(store);
      QueryEngine engine =
          new QueryEngine(store, QueryConfig.defaults(), new Metrics(), InstantSource.system());
      for (Map.Entry<String, Compared> each : questions.entrySet()) {
        System.err.println("Millrace: " + each.getKey());
        ask(engine, each.getValue());
      }
    }
    try (Connection alone = open(config)) {
      for (Map.Entry<String, Compared> each : questions.entrySet()) {
        System.err.println("DuckDB alone: " + each.getKey());
        ask(alone, each.getValue());
      }
    }
    print();
    return 0;
  }

  private void addQuestions(DuckDbStore store) {
    List<String> names =
        store.schema("default", QueryConfig.defaults().timeLimit()).events().stream()
            .map(each -> "'" + each.name().replace("'", "''") + "'")
            .limit(3)
            .toList();
    String events = "'source':'events'";
    questions.put(
        "count by day, 30 days", asked("{'every':'day','from':'-30d'}", DAY + "count(*)" + RANGE));
    questions.put(
        "the same, from events",
        asked("{'every':'day','from':'-30d'," + events + "}", DAY + "count(*)" + RANGE));
    questions.put(
        "count by hour and feature, filtered, 24 h",
        asked(
            "{'every':'hour','from':'-24h','by':['feature'],"
                + "'where':[{'property':'plan','op':'=','value':['pro','team']}]}",
            HOUR + FEATURE + ", count(*)" + RANGE + PAID));
    questions.put(
        "count by day and feature, filtered, 30 days",
        asked(
            "{'every':'day','from':'-30d','by':['feature'],"
                + "'where':[{'property':'plan','op':'=','value':['pro','team']}]}",
            DAY + FEATURE + ", count(*)" + RANGE + PAID));
    questions.put(
        "count by day and plan, 30 days, from events",
        asked(
            "{'every':'day','from':'-30d','by':['plan']," + events + "}",
            DAY + PLAN + ", count(*)" + RANGE));
    questions.put(
        "sum by plan, 30 days, from events",
        asked(
            "{'every':'none','from':'-30d','by':['plan'],'measures':['sum(amount)'],"
                + events
                + "}",
            "select " + PLAN + ", sum(variant_extract(properties, 'amount')::double)" + RANGE));
    questions.put(
        "uniques by day, 30 days, from events",
        asked(
            "{'every':'day','from':'-30d','measures':['uniques']," + events + "}",
            DAY + "count(distinct number)" + RANGE));
    questions.put(
        "funnel of 3 steps, 7 days",
        asked(
            "{'kind':'funnel','steps':[%s,%s,%s],'within':'7d','from':'-7d'}"
                .formatted(names.toArray()),
            """
            with picked as (select number, time, name from main.events
                where project = 'default' and time >= $1 and time < $2 and name in (%1$s, %2$s, %3$s)),
              one as (select number, min(time) as time from picked where name = %1$s group by all),
              two as (select number, min(picked.time) as time from picked join one using (number)
                where name = %2$s and picked.time > one.time group by all),
              three as (select number, min(picked.time) as time from picked join two using (number)
                where name = %3$s and picked.time > two.time group by all)
            select (select count(*) from one), (select count(*) from two), (select count(*) from three)
            """
                .formatted(names.toArray())));
  }

  private static Compared asked(String question, String sql) {
    String json =
        question.replace('\'', '"').replaceFirst("^\\{(?!\"kind)", "{\"kind\":\"trend\",");
    return new Compared(json, sql.startsWith("with") ? sql : sql + " group by all");
  }

  private void ask(QueryEngine engine, Compared compared) {
    for (int round = 0; round <= rounds; round++) {
      long start = System.nanoTime();
      QueryAnswer answer = engine.ask("default", QuestionFormat.parse(compared.question));
      if (round > 0) {
        compared.millrace.recordValue((System.nanoTime() - start) / 1_000);
      }
      compared.source = answer.meta().source();
      compared.from = OffsetDateTime.parse(answer.meta().from());
      compared.to = OffsetDateTime.parse(answer.meta().to());
    }
  }

  private void ask(Connection alone, Compared compared) throws SQLException {
    for (int round = 0; round <= rounds; round++) {
      long start = System.nanoTime();
      try (PreparedStatement statement = alone.prepareStatement(compared.sql)) {
        statement.setObject(
            1, compared.from.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
        statement.setObject(2, compared.to.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
        try (ResultSet rows = statement.executeQuery()) {
          List<Object> read = new ArrayList<>();
          while (rows.next()) {
            read.add(rows.getObject(1));
          }
        }
      }
      if (round > 0) {
        compared.alone.recordValue((System.nanoTime() - start) / 1_000);
      }
    }
  }

  private static Connection open(DuckDbConfig config) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("threads", Integer.toString(config.threads()));
    properties.setProperty("memory_limit", config.memoryBytes() / 1024 + "KiB");
    Connection connection =
        DriverManager.getConnection(
            "jdbc:duckdb:" + config.folder().resolve("store.duckdb"), properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set global TimeZone = 'UTC'");
    }
    return connection;
  }

  private static DuckDbConfig withViews(DuckDbConfig defaults) {
    return new DuckDbConfig(
        defaults.folder(),
        defaults.memoryBytes(),
        defaults.threads(),
        defaults.flushEvents(),
        defaults.flushBytes(),
        defaults.flushInterval(),
        defaults.walBytes(),
        defaults.readConnections(),
        defaults.tempBytes(),
        defaults.reserveBytes(),
        defaults.people(),
        List.of(USAGE));
  }

  private void print() {
    System.out.println("| question | source | Millrace p50 ms | DuckDB alone p50 ms | times |");
    System.out.println("|---|---|---:|---:|---:|");
    questions.forEach((title, compared) -> {
      double millrace = compared.millrace.getValueAtPercentile(50) / 1e3;
      double alone = compared.alone.getValueAtPercentile(50) / 1e3;
      System.out.printf(
          "| %s | %s | %.1f | %.1f | %.2f |%n",
          title, compared.source, millrace, alone, millrace / alone);
    });
  }
}

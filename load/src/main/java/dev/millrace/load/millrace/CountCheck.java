package dev.millrace.load.millrace;

import dev.millrace.event.Positions;
import dev.millrace.load.population.People;
import dev.millrace.load.target.Finding;
import dev.millrace.load.target.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Asks a server for the count of every user and every feature of a run, after the position of its
 * last acknowledgement, and compares them with the ledger.
 */
final class CountCheck {
  /** The most groups that an answer has. */
  private static final int USERS_A_QUESTION = 1_000;

  private static final int MOST_FEATURES = 1_000;

  /** A server that has fallen far behind may take this long until the last event is in answers. */
  private static final Duration CATCH_UP = Duration.ofMinutes(10);

  private static final String ALL_TIME =
      "\"kind\":\"trend\",\"every\":\"none\",\"from\":\"1970-01-01\",\"to\":\"2100-01-01\"";

  private final ServerAccess server;
  private final String token;
  private final Positions after;

  CountCheck(ServerAccess server, String token, Positions after) {
    this.server = server;
    this.token = token;
    this.after = after;
  }

  List<Finding> compare(Ledger ledger) throws InterruptedException {
    try {
      long total = total();
      return List.of(
          new Finding(
              "events",
              1,
              Ledger.agrees(total, (int) ledger.acknowledged(), (int) ledger.open()) ? 0 : 1,
              ledger.acknowledged(),
              total,
              "all events of the run"),
          counts(
              "users",
              ledger.users(),
              this::countsOfUsers,
              user -> People.userId(token, user),
              ledger::ofUser,
              ledger::openOfUser),
          counts(
              "features",
              ledger.features(),
              (from, to) -> countsOfFeatures(),
              People::featureId,
              ledger::ofFeature,
              ledger::openOfFeature));
    } catch (IOException e) {
      return List.of(
          new Finding("counts", 0, 1, ledger.acknowledged(), 0, "could not be asked: " + e));
    }
  }

  private interface Counts {
    Map<String, Long> read(int from, int to) throws IOException;
  }

  private interface Ids {
    String of(int number);
  }

  private static Finding counts(
      String what,
      int size,
      Counts counts,
      Ids ids,
      IntUnaryOperator acknowledged,
      IntUnaryOperator open)
      throws IOException {
    long wrong = 0;
    long expected = 0;
    long foundAll = 0;
    String detail = "every one equal";
    int step = Math.max(USERS_A_QUESTION, what.equals("features") ? size : 0);
    for (int from = 0; from < size; from += step) {
      int to = Math.min(size, from + step);
      Map<String, Long> found = counts.read(from, to);
      for (int number = from; number < to; number++) {
        long there = found.getOrDefault(ids.of(number), 0L);
        expected += acknowledged.applyAsInt(number);
        foundAll += there;
        if (!Ledger.agrees(there, acknowledged.applyAsInt(number), open.applyAsInt(number))) {
          if (wrong++ == 0) {
            detail =
                "first: %s has %d, acknowledged %d"
                    .formatted(ids.of(number), there, acknowledged.applyAsInt(number));
          }
        }
      }
    }
    return new Finding(what, size, wrong, expected, foundAll, detail);
  }

  private long total() throws IOException, InterruptedException {
    String question =
        "{%s,\"where\":[%s],\"after\":\"%s\",\"timeout\":\"120s\"}"
            .formatted(ALL_TIME, ofThisRun(), after);
    long limit = System.nanoTime() + CATCH_UP.toNanos();
    while (true) {
      try {
        return server.ask(question).path("rows").path(0).path(0).asLong();
      } catch (IOException e) {
        if (System.nanoTime() > limit) {
          throw e;
        }
        Thread.sleep(1_000);
      }
    }
  }

  private Map<String, Long> countsOfUsers(int from, int to) throws IOException {
    String ids =
        IntStream.range(from, to)
            .mapToObj(user -> '"' + People.userId(token, user) + '"')
            .collect(Collectors.joining(","));
    return rows(
        "{%s,\"by\":[\"user\"],\"limit\":%d,\"where\":[{\"property\":\"user\",\"op\":\"=\",\"value\":[%s]}]}"
            .formatted(ALL_TIME, USERS_A_QUESTION, ids));
  }

  private Map<String, Long> countsOfFeatures() throws IOException {
    return rows(
        "{%s,\"by\":[\"feature\"],\"limit\":%d,\"where\":[%s]}"
            .formatted(ALL_TIME, MOST_FEATURES, ofThisRun()));
  }

  private String ofThisRun() {
    return "{\"property\":\"user\",\"op\":\"starts_with\",\"value\":\"" + token + "-u\"}";
  }

  private Map<String, Long> rows(String question) throws IOException {
    JsonNode answer = server.ask(question);
    List<String> columns = new ArrayList<>();
    answer.path("columns").forEach(column -> columns.add(column.asString()));
    int count = columns.indexOf("count");
    Map<String, Long> rows = new HashMap<>();
    for (JsonNode row : answer.path("rows")) {
      rows.merge(row.path(0).asString(), row.path(count).asLong(), Long::sum);
    }
    return rows;
  }
}

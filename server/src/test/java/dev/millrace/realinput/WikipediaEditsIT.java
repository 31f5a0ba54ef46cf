package dev.millrace.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import dev.millrace.app.command.MillraceCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A day of edits of Wikipedia, imported by the command, against a count of the file itself. */
class WikipediaEditsIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path FILE =
      Path.of("src/test/resources/wikiticker-2015-09-12-sampled.json.gz");
  private static final String DAY =
      ",\"from\":\"2015-09-12\",\"to\":\"2015-09-13\",\"exact\":true,\"limit\":100}";

  private static final Map<String, Totals> BY_CHANNEL = new TreeMap<>();
  private static final Map<String, Totals> BY_HOUR = new TreeMap<>();
  private static final Totals ALL = new Totals();

  @TempDir private static Path folder;
  private static RunningServer server;

  /** Counted from the file by other means. */
  private static final class Totals {
    private final Set<String> users = new HashSet<>();
    private long edits;
    private long added;

    void count(JsonNode edit) {
      edits++;
      added += edit.path("added").asLong();
      users.add(edit.path("user").asString());
    }

    String row() {
      return edits + " edits by " + users.size() + " users, " + added + " added";
    }
  }

  @BeforeAll
  static void importTwice() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode edit = JSON.readTree(line);
        String channel = edit.path("channel").asString();
        String hour = edit.path("time").asString().substring(0, 13);
        BY_CHANNEL.computeIfAbsent(channel, _ -> new Totals()).count(edit);
        BY_HOUR.computeIfAbsent(hour, _ -> new Totals()).count(edit);
        ALL.count(edit);
      }
    }
    server = RunningServer.start(folder);
    assertThat(runImport()).contains("39,244 of 39,244 lines accepted").contains("queryable");
    // Again: the same lines have the same ids, so nothing is counted twice.
    assertThat(runImport()).contains("39,244 of 39,244 lines accepted").contains("queryable");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void totalsAreThoseOfTheFile() {
    JsonNode answer =
        server.query(
            "{\"measures\":[\"count\",\"uniques\",\"sum(added)\"],\"every\":\"none\"" + DAY);

    assertThat(ALL.edits).isEqualTo(39_244);
    assertThat(row(answer.path("rows").path(0), 0)).isEqualTo(ALL.row());
  }

  @Test
  void totalsByChannelAreThoseOfTheFile() {
    JsonNode answer =
        server.query(
            "{\"measures\":[\"count\",\"uniques\",\"sum(added)\"],\"every\":\"none\",\"by\":[\"name\"]"
                + DAY);

    Map<String, String> channels = new TreeMap<>();
    for (JsonNode row : answer.path("rows")) {
      channels.put(row.path(0).asString(), row(row, 1));
    }
    assertThat(channels).containsExactlyEntriesOf(rows(BY_CHANNEL));
  }

  @Test
  void totalsByHourAreThoseOfTheFile() {
    JsonNode answer =
        server.query(
            "{\"measures\":[\"count\",\"uniques\",\"sum(added)\"],\"every\":\"hour\"" + DAY);

    Map<String, String> hours = new TreeMap<>();
    for (JsonNode row : answer.path("rows")) {
      hours.put(row.path(0).asString().substring(0, 13), row(row, 1));
    }
    assertThat(hours).hasSize(24).containsExactlyEntriesOf(rows(BY_HOUR));
  }

  @Test
  void aggregatedCountsByChannelAndHourAreThoseOfTheFile() {
    JsonNode answer = server.query("{\"every\":\"hour\",\"by\":[\"name\"]" + DAY);

    Map<String, Long> channels = new TreeMap<>();
    for (JsonNode row : answer.path("rows")) {
      channels.merge(row.path(1).asString(), row.path(2).asLong(), Long::sum);
    }
    Map<String, Long> counted = new TreeMap<>();
    BY_CHANNEL.forEach((channel, totals) -> counted.put(channel, totals.edits));
    assertThat(answer.path("meta").path("source").asString()).isEqualTo("activity");
    assertThat(channels).containsExactlyEntriesOf(counted);
  }

  private static Map<String, String> rows(Map<String, Totals> totals) {
    Map<String, String> rows = new TreeMap<>();
    totals.forEach((key, each) -> rows.put(key, each.row()));
    return rows;
  }

  private static String row(JsonNode row, int from) {
    return row.path(from).asLong()
        + " edits by "
        + row.path(from + 1).asLong()
        + " users, "
        + row.path(from + 2).asLong()
        + " added";
  }

  private static String runImport() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        MillraceCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    int status =
        line.execute(
            "import",
            FILE.toString(),
            "--map",
            "time=time,user=user,event=channel",
            "--url",
            server.url().toString(),
            "--key",
            server.writeKey(),
            "--read-key",
            server.readKey());
    assertThat(status).as(out.toString() + err).isZero();
    return out.toString();
  }
}

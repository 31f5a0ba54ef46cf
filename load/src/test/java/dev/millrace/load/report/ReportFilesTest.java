package dev.millrace.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.report.Report.Plot;
import dev.millrace.load.report.Report.Section;
import dev.millrace.load.report.Report.Series;
import dev.millrace.load.report.Report.Tile;
import dev.millrace.load.run.Second;
import dev.millrace.load.run.StageResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
  private static final Quantiles LATENCY = new Quantiles(100, 2, 5, 12.5, 20, 31, 3);

  private static Report report() {
    StageResult stage =
        new StageResult(
            0,
            "constant",
            true,
            1_000,
            10,
            998,
            9_980,
            0,
            0,
            Map.of("503 </script> ingest_overloaded", 3L),
            LATENCY,
            LATENCY,
            0,
            12.0,
            true,
            List.of(),
            true,
            Map.of("queries", LATENCY),
            Map.of("queries", ""),
            Map.of());
    List<Second> seconds =
        IntStream.rangeClosed(1, 10)
            .mapToObj(at ->
                new Second(
                    at,
                    0,
                    1_000,
                    990 + at,
                    0,
                    LATENCY,
                    Map.of("lag.events", 10.0 * at, "cpu.target.cores", 1.5)))
            .toList();
    Section section =
        new Section(
            "Millrace",
            "",
            true,
            true,
            true,
            1_000,
            4,
            9_980,
            10,
            1,
            0,
            "",
            Map.of("HOT updates", "0.0 %", "pool time-outs", "7"),
            Map.of("connections", 32),
            List.of(stage),
            seconds,
            List.of());
    Plot plot =
        new Plot(
            "Highest rate",
            "",
            "/s",
            true,
            1,
            List.of("PostgreSQL", "Millrace"),
            List.of(0, 1),
            List.of(new Series("rate", List.of(900.0, 60_000.0))));
    return new Report(
        "Load test",
        "2026-11-24T12:00:00Z",
        "2 cores",
        "millrace load",
        List.of(new Tile("p99", "12 ms")),
        List.of(plot),
        List.of("a note"),
        List.of(section));
  }

  @Test
  void pageNeedsNothingBesidesItself(@TempDir Path folder) throws IOException {
    Path page = ReportFiles.write(report(), folder);

    String html = Files.readString(page);
    // Not the text itself: a failure would print all of the library.
    assertThat(html.contains("<script src")).isFalse();
    assertThat(html.contains("<link")).isFalse();
    assertThat(html.contains("/*DATA")).isFalse();
    // The script element of the data, of the library, and of the page: no text in the data ends
    // one.
    assertThat(html.split("</script>", -1)).hasSize(4);
    assertThat(folder.resolve("report.json"))
        .content()
        .contains("\"sustained\" : 1000.0")
        .contains("\"connections\" : 32")
        .contains("\"refusals\" : \"requests, by reason\"");
  }

  @Test
  void terminalTellsWhatTheTargetRanWith() {
    assertThat(TerminalReport.lines(report().runs().getFirst()))
        .contains("HOT updates 0.0 % · pool time-outs 7");
  }

  @Test
  void browserDrawsTheCharts(@TempDir Path folder) throws IOException, InterruptedException {
    Path page = ReportFiles.write(report(), folder);
    Path dom = folder.resolve("dom.html");

    Process browser =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=5000",
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      browser.destroyForcibly().waitFor();
    }

    String drawn = Files.readString(dom, StandardCharsets.UTF_8);
    // The bars, and the lines of rate, latency, lag and processor.
    assertThat(drawn.split("<svg", -1)).hasSize(1 + 5);
    assertThat(drawn).contains("kept up").contains("ingest_overloaded");
  }
}

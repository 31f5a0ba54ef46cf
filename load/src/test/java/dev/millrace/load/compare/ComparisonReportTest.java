package dev.millrace.load.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.report.Report.Plot;
import dev.millrace.load.report.Report.Tile;
import dev.millrace.load.run.RunResult;
import dev.millrace.load.run.Second;
import dev.millrace.load.run.StageResult;
import dev.millrace.load.target.Finding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonReportTest {
  private static final double BROKE = 1_500;

  /** What the eight updates sustain at the rates of the story. */
  private static final double COUNTERS = 100;

  private static Quantiles p99(double millis) {
    return new Quantiles(100, millis / 2, millis, millis, millis, millis, millis);
  }

  private static StageResult stage(
      String name, double rate, boolean sustained, boolean valid, double p99, double bystander) {
    return new StageResult(
        0,
        name,
        true,
        rate,
        10,
        rate,
        (long) (rate * 10),
        0,
        0,
        Map.of(),
        p99(p99),
        p99(1),
        0,
        0.0,
        sustained,
        List.of(),
        valid,
        Map.of("bystander", p99(bystander)),
        Map.of("bystander", ""),
        Map.of());
  }

  private static StageResult stage(String name, double rate, double p99, double bystander) {
    return stage(name, rate, true, true, p99, bystander);
  }

  private static RunResult run(double sustained, List<Finding> findings, StageResult... stages) {
    return new RunResult(
        "target",
        Map.of("WAL", "3,000 bytes an action", "WAL of", "its own sessions"),
        Map.of(),
        List.of(stages),
        sustained == COUNTERS ? List.of(second(3), second(9), second(11)) : List.of(),
        sustained,
        1,
        "",
        1_000,
        0,
        0,
        0,
        findings);
  }

  private static Second second(double bystander) {
    return new Second(0, 0, 1, 1, 0, p99(1), Map.of("bystander.p99", bystander));
  }

  private static RunResult run(double sustained, StageResult... stages) {
    return run(sustained, List.of(), stages);
  }

  private static ComparisonReport report(boolean valid, List<Finding> findings) {
    return new ComparisonReport(
        run(1, stage("alone", 1, 1, 6)),
        run(
            1_000,
            stage("step", 1_000, 30, 20),
            stage("step", BROKE, false, true, 900, 20),
            stage("step", 2_000, false, true, 2_000, 20)),
        run(
            COUNTERS,
            stage("constant", 100, 5, 8),
            stage("constant", BROKE, false, true, 800, 40),
            stage("constant", 10_000, false, true, 9_000, 30)),
        run(
            0,
            List.of(
                new Finding("events lost", 1_000, 12, 1_000, 988, ""),
                new Finding("events counted twice", 1_000, 3, 988, 991, "in 4 turns"),
                new Finding("events counted and still in the list", 1_000, 7, 988, 995, "")),
            stage("constant", BROKE, false, true, 2, 8)),
        new MillraceRuns(
            run(7_000, stage("confirm", 7_000, 100, 20)),
            run(60_000, findings, stage("confirm", 60_000, true, valid, 400, 20)),
            run(
                10_000,
                stage("constant", 100, 4, 9),
                stage("constant", BROKE, 12, 16),
                stage("constant", 10_000, 300, 24)),
            run(BROKE, stage("50 questions/s, 1,000 readers", BROKE, 45, 56)),
            run(2_000, stage("calm", 2_000, 10, 8))),
        run(1, stage("alone", 1, 1, 10)));
  }

  private static String tile(ComparisonReport report, String title) {
    return report.tiles().stream()
        .filter(each -> each.title().equals(title))
        .map(Tile::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void givesTheRatioOfBatchesAndOfSingleEvents() {
    ComparisonReport report = report(true, List.of());

    assertThat(tile(report, "times as many, in batches as SDKs send them")).isEqualTo("60");
    assertThat(tile(report, "times as many, one event a request")).isEqualTo("7.0");
    Plot limits = report.plots().getFirst();
    assertThat(limits.categories()).hasSize(4);
    assertThat(limits.series().getFirst().values())
        .containsExactly(1_000.0, 1_001 / 5.0, 7_000.0, 60_000.0);
  }

  @Test
  void comparesAtTheLowestRateThatPostgresqlDidNotSustain() {
    ComparisonReport report = report(true, List.of());

    assertThat(tile(report, "Millrace's p99 at 1,500/s, where PostgreSQL broke"))
        .isEqualTo("12.0 ms");
    assertThat(tile(report, "the same with 50 questions/s, 1,000 readers")).isEqualTo("45.0 ms");
    assertThat(report.plots().get(1).categories())
        .containsExactly(
            "100 actions/s", "1,500 actions/s, where PostgreSQL broke", "10,000 actions/s");
    assertThat(report.plots().get(1).series().getFirst().values())
        .containsExactly(5.0, 800.0, 9_000.0);
  }

  @Test
  void saysHowTheBystanderFaredBesideEach() {
    assertThat(report(true, List.of()).notes())
        .anySatisfy(note ->
            assertThat(note)
                .contains("alone 6.0 (0.0) ms before and 10.0 (0.0) ms after")
                .contains("beside the eight updates 40.0 (9.0) ms")
                .contains("beside Millrace on all processors 24.0 (0.0) ms")
                .contains("on its share of them 56.0 (0.0) ms")
                .contains("in trouble there 8.0 (0.0) ms")
                .contains("as far as it can, on all of them, 20.0 ms"));
  }

  @Test
  void countsAsTwiceOnlyWhatTheStopgapHasCountedTwice() {
    Plot wrong = report(true, List.of()).plots().getLast();

    assertThat(wrong.series().get(1).values()).containsExactly(12.0, 3.0, 0.0);
  }

  @Test
  void believesNoRunInWhichTheGeneratorWasTheBottleneck() {
    assertThat(report(true, List.of()).isValid()).isTrue();
    ComparisonReport invalid = report(false, List.of());

    assertThat(invalid.isValid()).isFalse();
    assertThat(invalid.notes()).anyMatch(note -> note.startsWith("NOT VALID"));
  }

  @Test
  void oneWrongCountOfMillraceIsSeen() {
    ComparisonReport report = report(true, List.of(new Finding("users", 10, 1, 10, 9, "")));

    assertThat(report.millraceIsExact()).isFalse();
    assertThat(tile(report, "wrong counts in Millrace's runs")).isEqualTo("1");
  }
}

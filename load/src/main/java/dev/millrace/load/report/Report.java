package dev.millrace.load.report;

import dev.millrace.load.run.RunResult;
import dev.millrace.load.run.Second;
import dev.millrace.load.run.StageResult;
import dev.millrace.load.target.Finding;
import java.util.List;
import java.util.Map;

/**
 * All that a report shows, and {@code report.json} holds.
 *
 * @param made date and time, ISO 8601
 * @param machine in one line
 * @param command that was called
 * @param tiles large figures at the top
 * @param plots bars that compare
 * @param notes sentences that a reader should know
 */
public record Report(
    String title,
    String made,
    String machine,
    String command,
    List<Tile> tiles,
    List<Plot> plots,
    List<String> notes,
    List<Section> runs) {

  /** A figure and what it is. */
  public record Tile(String title, String value) {}

  /**
   * Bars.
   *
   * @param unit behind each number
   * @param log whether the scale is logarithmic, from {@code least} on
   * @param groups a number for each category; those with the same one have the same colour. Empty
   *     if each series has its own
   */
  public record Plot(
      String title,
      String note,
      String unit,
      boolean log,
      double least,
      List<String> categories,
      List<Integer> groups,
      List<Series> series) {}

  /** One value for each category; zero where there is none. */
  public record Series(String name, List<Double> values) {}

  /**
   * A run.
   *
   * @param measured whether its latencies are of interest
   */
  public record Section(
      String title,
      String note,
      boolean measured,
      boolean valid,
      boolean exact,
      double sustained,
      double populationSpeed,
      long acknowledged,
      long repeated,
      long bad,
      long open,
      String wrongAnswer,
      Map<String, String> facts,
      List<StageResult> stages,
      List<Second> seconds,
      List<Found> findings) {

    /** Of a run. */
    public static Section of(String title, String note, RunResult run) {
      return new Section(
          title,
          note,
          true,
          run.valid(),
          run.exact(),
          run.sustained(),
          run.populationSpeed(),
          run.acknowledged(),
          run.repeated(),
          run.bad(),
          run.open(),
          run.wrongAnswer(),
          run.facts(),
          run.stages(),
          run.seconds(),
          run.findings().stream().map(Found::of).toList());
    }
  }

  /** A finding with what follows from it. */
  public record Found(
      String what,
      long compared,
      long wrong,
      long acknowledged,
      long found,
      long lost,
      long repeated,
      String detail) {
    static Found of(Finding finding) {
      return new Found(
          finding.what(),
          finding.compared(),
          finding.wrong(),
          finding.acknowledged(),
          finding.found(),
          finding.lost(),
          finding.repeated(),
          finding.detail());
    }
  }
}

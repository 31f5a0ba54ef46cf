package dev.millrace.load.report;

import dev.millrace.load.run.RunResult;
import dev.millrace.load.run.Second;
import dev.millrace.load.run.StageResult;
import dev.millrace.load.target.Finding;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  /** What the numbers of {@code report.json} are, by the names of their fields. */
  static final Map<String, String> UNITS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("rate, dueRate, acknowledgedRate, sustained", "events a second"),
              Map.entry("refusedRate", "events a second whose requests were refused or lost"),
              Map.entry("refusals", "requests, by reason"),
              Map.entry("latency, watchers", "milliseconds from the due time; count: how many"),
              Map.entry("watchers.live", "milliseconds from an update's meta.to to its receipt"),
              Map.entry("ownDelay", "milliseconds that the generator itself was late"),
              Map.entry("waitedShare", "of requests, 0 to 1"),
              Map.entry("lagAtEnd", "events acknowledged and in no answer yet, null if unknown"),
              Map.entry("at, seconds of a stage", "seconds, at from the start of the run"),
              Map.entry(
                  "acknowledged, acknowledgedEvents, repeated, bad, open, unsentEvents,"
                      + " givenUpEvents",
                  "events"),
              Map.entry("populationSpeed", "seconds of the people's time in one of the run"),
              Map.entry(
                  "gauges, means",
                  "as their names end: cores, bytes, events, requests, connections, threads,"
                      + " seconds; p50 and p99 in milliseconds; queue.* in per cent of the limit"),
              Map.entry("settings", "as their names end")));

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
      Map<String, Object> settings,
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
          run.settings(),
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

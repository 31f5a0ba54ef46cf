package dev.millrace.app.exporting;

import dev.millrace.app.client.MillraceClient;
import dev.millrace.app.importing.ImportProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Fetches the events of a server day by day: {@code day=2026-11-24/part-0.parquet}. A file is there
 * when all of it is; those of days that are there already are fetched again.
 */
public final class Exporter {
  private final MillraceClient client;
  private final Path folder;
  private final String format;
  private final ImportProgress progress;

  /**
   * @param format {@code parquet} or {@code ndjson}
   */
  public Exporter(MillraceClient client, Path folder, String format, ImportProgress progress) {
    this.client = client;
    this.folder = folder;
    this.format = format;
    this.progress = progress;
  }

  /**
   * What was written.
   *
   * @param days that had events
   */
  public record Result(int days, long events) {}

  public Result export(LocalDate from, LocalDate to) throws IOException {
    Map<LocalDate, Long> days = days(from, to);
    progress.start(days.values().stream().mapToLong(Long::longValue).sum());
    long events = 0;
    try {
      for (LocalDate day : days.keySet()) {
        events += fetch(day);
        progress.at(events, events);
      }
    } finally {
      progress.close();
    }
    return new Result(days.size(), events);
  }

  /** The days that have events, and how many. */
  private Map<LocalDate, Long> days(LocalDate from, LocalDate to) {
    JsonNode answer =
        client.post(
            "/v1/query",
            """
            {"kind":"trend","measures":["count"],"every":"day","timezone":"UTC",
             "from":"%s","to":"%s"}\
            """
                .formatted(from, to));
    Map<LocalDate, Long> days = new TreeMap<>();
    for (JsonNode row : answer.path("rows")) {
      if (row.path(1).asLong() > 0) {
        days.put(LocalDate.parse(row.path(0).asString().substring(0, 10)), row.path(1).asLong());
      }
    }
    return days;
  }

  private long fetch(LocalDate day) throws IOException {
    Path into = Files.createDirectories(folder.resolve("day=" + day));
    Path file = into.resolve(format.equals("parquet") ? "part-0.parquet" : "part-0.ndjson.gz");
    Path draft = into.resolve(file.getFileName() + ".draft");
    long events =
        client.download(
            "/v1/export?from=" + day + "&to=" + day.plusDays(1) + "&format=" + format, draft);
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    return events;
  }
}

package dev.millrace.load.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes a report into a folder: as data, and as one page that needs nothing besides itself. */
public final class ReportFiles {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String LIBRARY =
      "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";

  private ReportFiles() {}

  /** Writes both files and returns the page's path. */
  public static Path write(Report report, Path folder) throws IOException {
    Files.createDirectories(folder);
    ObjectNode data = JSON.valueToTree(report);
    data.set("units", JSON.valueToTree(Report.UNITS));
    Files.write(
        folder.resolve("report.json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(data));
    Path page = folder.resolve("report.html");
    Files.writeString(page, page(report));
    return page;
  }

  static String page(Report report) throws IOException {
    // A text in the data must not end the element that holds it.
    String data = JSON.writeValueAsString(report).replace("<", "\\u003c");
    return own("report.html")
        .replace("/*STYLE*/", own("report.css"))
        .replace("/*DATA*/", data)
        .replace("/*SCRIPT*/", own("report.js"))
        .replace("/*LIBRARY*/", read(LIBRARY));
  }

  private static String own(String name) throws IOException {
    return read("/dev/millrace/load/report/" + name);
  }

  private static String read(String resource) throws IOException {
    try (InputStream in = ReportFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}

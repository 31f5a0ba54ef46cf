package dev.millrace.live;

import io.helidon.http.HeaderValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list of the dashboard's files that its build leaves beside them. */
final class PageFiles {
  private static final String FOLDER = "/dev/millrace/live/dashboard/";

  private PageFiles() {}

  /**
   * The files by the path that they are served at.
   *
   * @throws IllegalStateException if the dashboard was not built
   */
  static Map<String, PageFile> read() {
    try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + "files.json")) {
      if (in == null) {
        throw new IllegalStateException(
            "the dashboard is not on the class path: build without -Ddashboard.skip");
      }
      Map<String, PageFile> files = new LinkedHashMap<>();
      for (JsonNode entry : JsonMapper.shared().readTree(in)) {
        files.put(entry.path("path").asString(), file(entry));
      }
      return Map.copyOf(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PageFile file(JsonNode entry) {
    return new PageFile(
        FOLDER + "files/" + entry.path("file").asString(),
        entry.path("type").asString(),
        "W/\"" + entry.path("digest").asString() + "\"",
        entry.path("immutable").asBoolean(),
        entry.path("gzip").asBoolean(),
        entry.path("brotli").asBoolean(),
        HeaderValues.createCached("Content-Security-Policy", policy(entry.path("scripts"))));
  }

  /**
   * Everything is from this server. Scripts are files of it, or inline ones whose digest the build
   * has taken. Styles may be inline, since the component and chart libraries place things with
   * them; a style cannot send anything anywhere, as nothing else may be loaded.
   */
  private static String policy(JsonNode digests) {
    String inline =
        StreamSupport.stream(digests.spliterator(), false)
            .map(digest -> " '" + digest.asString() + "'")
            .collect(Collectors.joining());
    return "default-src 'none'; script-src 'self'"
        + inline
        + "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self';"
        + " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
        + " frame-ancestors 'none'";
  }
}

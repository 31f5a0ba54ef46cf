package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.StoreFixture.PROJECT;
import static dev.millrace.store.duckdb.StoreFixture.batch;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.open;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.store.Export;
import dev.millrace.store.Export.Format;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportSqlTest {
  private static final int EVENTS = 2 * Layout.ROW_GROUP;
  private static final int STEP = Layout.ROW_GROUP / 4;
  private static final Pattern OFFSET = Pattern.compile("\"offset\":(\\d+)}$");

  @TempDir private Path folder;

  /** Whoever reads them again has events of the same microsecond in the same order. */
  @Test
  void eventsAreInTheOrderOfTheLogWhicheverThreadReadsThem() throws IOException {
    try (DuckDbStore store = open(config(folder, EVENTS))) {
      for (long next = 0; next < EVENTS; next += STEP) {
        store.append(batch(next, next + STEP));
      }
    }
    try (DuckDbStore store = open(config(folder, EVENTS))) {
      store.append(batch(EVENTS, EVENTS + STEP));
      Export all = new Export(PROJECT, Long.MIN_VALUE, Long.MAX_VALUE, Format.NDJSON);
      try (Export.Made made = store.answer(all, Duration.ofMinutes(1));
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(
                      new GZIPInputStream(Files.newInputStream(made.file())), UTF_8))) {
        assertThat(made.events()).isEqualTo(EVENTS + STEP);
        long expected = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Matcher offset = OFFSET.matcher(line);
          assertThat(offset.find()).as(line).isTrue();
          assertThat(Long.parseLong(offset.group(1))).isEqualTo(expected++);
        }
        assertThat(expected).isEqualTo(EVENTS + STEP);
      }
    }
  }
}

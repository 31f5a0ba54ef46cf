package dev.millrace.store.duckdb;

import dev.millrace.store.Export;
import dev.millrace.store.Export.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** Has the engine write events into files, in the one folder that it may write into. */
final class ExportSql {
  private static final String PREFIX = "export-";

  private static final String SELECT =
      """
      select
        coalesce(
          id_text,
          (lpad(hex(id_high), 16, '0') || lpad(hex(id_low), 16, '0'))::uuid::varchar) as id,
        name as event,
        users."user" as "user",
        devices."user" as anonymous,
        {time} as time,
        {sent} as sent,
        {received} as received,
        properties,
        context,
        "partition",
        "offset"
      from {events} events
      left join {people} users on users.who = events.number
      left join {people} devices on devices.who = events.anonymous
      order by "partition", "offset"
      """;

  /** JSON that the engine does not read is kept as text. */
  private static final String CONTEXT = "coalesce(try_cast(context as json), to_json(context))";

  private ExportSql() {}

  /** Deletes what a process has left that was killed. */
  static void deleteLeftovers(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tidy up " + folder, e);
    }
  }

  static Export.Made write(Connection connection, ReadSnapshot snapshot, Path folder, Export export)
      throws SQLException {
    Path file = folder.resolve(PREFIX + UUID.randomUUID());
    String sql =
        "copy (\n"
            + select(snapshot, export)
            + ") to "
            + Sql.quoted(file.toString())
            + (export.format() == Format.PARQUET
                ? " (format parquet, compression zstd)"
                : " (format json, compression gzip)");
    boolean complete = false;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Export.Made made = new Export.Made(file, statement.executeLargeUpdate());
      complete = true;
      return made;
    } finally {
      if (!complete) {
        new Export.Made(file, 0).close();
      }
    }
  }

  private static String select(ReadSnapshot snapshot, Export export) {
    String events =
        snapshot
            .events()
            .from(
                "select id_text, id_high, id_low, name, number, anonymous, time,"
                    + " coalesce(make_timestamp(epoch_us(time) - skew), sent) as sent, received, "
                    + snapshot.events().propertiesJson()
                    + " as properties, "
                    + CONTEXT
                    + " as context, \"partition\", \"offset\" from %s where project = "
                    + Sql.quoted(export.project())
                    + " and time >= make_timestamp("
                    + Math.max(export.from(), ViewRows.EARLIEST)
                    + "::bigint) and time < make_timestamp("
                    + Math.min(export.to(), ViewRows.LATEST)
                    + "::bigint)");
    return SELECT
        .replace("{time}", time("time", export.format()))
        .replace("{sent}", time("sent", export.format()))
        .replace("{received}", time("received", export.format()))
        .replace("{people}", snapshot.fromPeople())
        .replace("{events}", events);
  }

  private static String time(String column, Format format) {
    String qualified = "events." + column;
    return format == Format.PARQUET
        ? qualified + " at time zone 'UTC'"
        : "strftime(" + qualified + ", '%Y-%m-%dT%H:%M:%S.%fZ')";
  }
}

package dev.millrace.store.duckdb;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.event.RawJson;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventBatch;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.Property;
import dev.millrace.store.View;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Makes stores and events for tests. */
final class StoreFixture {
  static final String LOG = "log-1";
  static final String PROJECT = "shop";
  static final long START = 1_790_000_000_000_000L;
  private static final String COLUMNS =
      "project, name, number, anonymous, time, received, \"partition\", \"offset\"";
  private static final String[] PLANS = {"free", "pro", "team", "enterprise"};

  private StoreFixture() {}

  /** Small limits: everything moves to the file by size, after {@code flushEvents}. */
  static DuckDbConfig config(Path folder, int flushEvents) {
    DuckDbConfig defaults = DuckDbConfig.defaults(folder);
    return new DuckDbConfig(
        folder,
        256L << 20,
        2,
        flushEvents,
        defaults.flushBytes(),
        Duration.ofHours(1),
        defaults.walBytes(),
        defaults.readConnections(),
        defaults.tempBytes(),
        0,
        defaults.people(),
        List.of());
  }

  static DuckDbConfig withReserve(DuckDbConfig config, long reserveBytes) {
    return with(config, reserveBytes, config.people(), config.views());
  }

  static DuckDbConfig withPeople(DuckDbConfig config, int people) {
    return with(config, config.reserveBytes(), people, config.views());
  }

  static DuckDbConfig withViews(DuckDbConfig config, List<View> views) {
    return with(config, config.reserveBytes(), config.people(), views);
  }

  private static DuckDbConfig with(
      DuckDbConfig config, long reserveBytes, int people, List<View> views) {
    return new DuckDbConfig(
        config.folder(),
        config.memoryBytes(),
        config.threads(),
        config.flushEvents(),
        config.flushBytes(),
        config.flushInterval(),
        config.walBytes(),
        config.readConnections(),
        config.tempBytes(),
        reserveBytes,
        people,
        views);
  }

  static DuckDbStore open(DuckDbConfig config) {
    return new DuckDbStore(config, new Metrics());
  }

  /** The events of partition 0 at the offsets from the first to before the last. */
  static EventBatch batch(long from, long to) {
    return batch(from, to, StoreFixture::event);
  }

  static EventBatch batch(long from, long to, LongFunction<Event> events) {
    List<LoggedEvent> logged =
        LongStream.range(from, to)
            .mapToObj(offset -> new LoggedEvent(events.apply(offset), 0, offset))
            .toList();
    return new EventBatch(logged, LOG, Positions.ofNext(from), Positions.ofNext(to));
  }

  /** One event for each document, from offset 0. */
  static EventBatch batchOf(List<String> documents) {
    return batch(
        0, documents.size(), offset -> withProperties(offset, documents.get((int) offset)));
  }

  static Event withProperties(long offset, String json) {
    return new Event(
        PROJECT,
        "id-" + offset,
        "odd",
        "user",
        null,
        START + offset,
        Event.NO_TIME,
        START + offset,
        RawJson.of(json),
        RawJson.EMPTY);
  }

  /**
   * The same event for the same offset. A thousandth of them is two days late, and some are from
   * clocks that are three days wrong.
   */
  static Event event(long offset) {
    SplittableRandom random = new SplittableRandom(offset);
    long received = START + offset * 1_000_000;
    long late = offset % 1_000 == 7 ? Duration.ofDays(2).toNanos() / 1_000 : 0;
    long sent = received - late - random.nextInt(5_000) * 1_000L;
    long skew = offset % 77 == 5 ? Duration.ofDays(3).toNanos() / 1_000 : 40_000;
    return new Event(
        PROJECT,
        new UUID(random.nextLong(), random.nextLong()).toString(),
        "event_" + random.nextInt(20),
        "user-" + random.nextInt(1_000),
        offset % 10 == 0 ? "device-" + offset : null,
        sent + skew,
        offset % 50 == 0 ? Event.NO_TIME : sent,
        received,
        RawJson.of(
            "{\"amount\":%s,\"feature\":\"f%d\",\"plan\":\"%s\"}"
                .formatted(
                    random.nextInt(10_000) / 100.0, random.nextInt(100), PLANS[random.nextInt(4)])),
        offset % 3 == 0
            ? RawJson.EMPTY
            : RawJson.of("{\"library\":{\"name\":\"analytics-js\",\"version\":\"2.1\"}}"));
  }

  /** Runs a query over a consistent view of the store; {@code {events}} stands for all events. */
  static List<List<Object>> query(DuckDbStore store, String sql) {
    return store.read(
        Duration.ofMinutes(1),
        (connection, snapshot) -> {
          String text =
              sql.replace("{events}", snapshot.events().from("select " + COLUMNS + " from %s"))
                  .replace("{activity}", activity(connection, snapshot))
                  .replace(People.PERSON, snapshot.whose());
          List<List<Object>> result = new ArrayList<>();
          try (ResultSet rows = connection.createStatement().executeQuery(text)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
              List<Object> row = new ArrayList<>();
              for (int column = 1; column <= columns; column++) {
                row.add(rows.getObject(column));
              }
              result.add(row);
            }
          }
          return result;
        });
  }

  /** The values of a property, from memory and from the file. */
  static List<String> values(DuckDbStore store, String property) {
    return store.read(
        Duration.ofMinutes(1),
        (connection, snapshot) -> {
          TrendValues values = new TrendValues();
          TrendProperties properties = new TrendProperties(snapshot, values, true);
          String text = properties.text(new Property(property));
          String sql =
              "select x from "
                  + snapshot
                      .events()
                      .from(
                          "select \"offset\" as place, "
                              + text
                              + " as x from %s where x is not null")
                  + " order by place";
          List<String> found = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            values.applyTo(statement);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                found.add(rows.getString(1));
              }
            }
          }
          return found;
        });
  }

  /** Quarters of an hour. */
  private static String activity(Connection connection, ReadSnapshot snapshot) throws SQLException {
    StoredView version = snapshot.complete(connection, View.ACTIVITY);
    String inFile =
        "select project, bucket, by0 as name, \"count\" from main.view_rows where minutes = 15"
            + " and view = "
            + Objects.requireNonNull(version).id();
    return snapshot.views().isEmpty()
        ? "(" + inFile + ")"
        : "("
            + inFile
            + " union all select project, bucket, by0, \"count\" from "
            + snapshot.recentCells(connection, View.ACTIVITY)
            + ")";
  }

  static long count(DuckDbStore store) {
    return ((Number) query(store, "select count(*) from {events}").getFirst().getFirst())
        .longValue();
  }
}

package dev.millrace.store.duckdb;

import dev.millrace.event.Fingerprints;
import dev.millrace.store.LoggedErasure;
import dev.millrace.store.duckdb.FileChanges.Span;
import dev.millrace.store.duckdb.Identities.Link;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Takes people out of the file: their events and what views say of them, links and texts that
 * nothing else refers to. What is left afterwards depends on the events that are left and on
 * nothing else, so that reading the log again, in whatever order of partitions, comes to the same.
 *
 * <p>What the file has is erased first, a day in each transaction: all days of a view at once would
 * take more memory than there may be. Whatever is found after that, links and texts go in the
 * transaction that writes the stretch of the log with the erasures. Until then their positions are
 * not reached, so a crash between leaves nothing undone.
 *
 * <p>Of each event a fingerprint stays, so that its retries do not bring it back.
 *
 * <p>For one stretch of the log, owned by the flushing thread.
 */
final class Erasing {
  /** The events to erase. */
  private static final String FIND =
      """
      select
        id_text, id_high, id_low, epoch_us(time),
        coalesce(epoch_us(time) - skew, epoch_us(sent)), epoch_us(received), anonymous
      from main.all_events where
      """;

  /** Events that may tell whose device or other name an id is. */
  private static final String TELLING =
      """
      select
        number, case when name = '$identify' then anonymous end, epoch_us(time),
        case when name = '$alias' then variant_extract(properties, 'previousId')::varchar end
      from main.all_events
      where name in ('$identify', '$alias')
        and (name = '$alias' or number in ({numbers}) or anonymous in ({numbers}))
      """;

  private static final String DAYS =
      "select distinct epoch_us(time) // %d from main.all_events where "
          .formatted(ViewRows.DAY_MICROS);

  private static final String LINKS =
      "select number, \"user\", is_alias, since, rank from main.links"
          + " where number in ({numbers}) or \"user\" in ({numbers})";

  /** Of some numbers, those that events or links refer to. */
  private static final String IN_USE =
      """
      select number from main.all_events where number in ({numbers})
      union
      select anonymous from main.all_events where anonymous in ({numbers})
      union
      select number from main.links where number in ({numbers})
      union
      select "user" from main.links where "user" in ({numbers})
      """;

  private final DuckDBConnection connection;
  private final People people;
  private final Views views;
  private final FileChanges changes;
  private final Fingerprints fingerprints = Fingerprints.lasting();
  private final Set<Integer> forgotten = new HashSet<>();
  private boolean linksChanged;
  private long events;

  Erasing(Engine engine, Views views) {
    this.connection = engine.flushing();
    this.people = engine.people();
    this.changes = engine.changes();
    this.views = views;
  }

  /** Events that were erased. */
  long events() {
    return events;
  }

  /**
   * Begins what the generation asks for, in transactions of its own, with what the file has.
   *
   * @param afterEach what comes after each of them: the engine has in memory what it has written
   *     since the last checkpoint
   * @return how many events it erased
   */
  long begin(Generation generation, Sql.Work afterEach) throws SQLException {
    for (List<LoggedErasure> same : byId(generation)) {
      Set<Integer> numbers = numbers(same);
      if (!numbers.isEmpty()) {
        String gone = gone(same, numbers);
        List<Long> days = new ArrayList<>();
        Sql.visit(connection, DAYS + gone, row -> days.add(row.getLong(1) * ViewRows.DAY_MICROS));
        for (long day : days) {
          Sql.inTransaction(connection, () -> eraseDay(same, numbers, gone, day));
          afterEach.run();
        }
      }
    }
    return events;
  }

  private void eraseDay(List<LoggedErasure> same, Set<Integer> numbers, String gone, long day)
      throws SQLException {
    Span span = new Span(day, day + ViewRows.DAY_MICROS);
    String goneThen = gone + " and " + Sql.between("time", span.from(), span.to());
    Found found = find(same, goneThen);
    views.takeOut(day, gone);
    delete(goneThen);
    keepDevices(same, found.devices);
    keepReceipt(same, found.events);
    Sql.execute(connection, Layout.COUNT_CHANGE);
    long change = Sql.number(connection, "select changes from main.meta");
    Layout.EVENTS.forEach(table -> changes.note(change, table, span));
  }

  /** Carries out what the generation asks for, once the file has its events. */
  void finish(Generation generation) throws SQLException {
    for (List<LoggedErasure> same : byId(generation)) {
      Set<Integer> numbers = numbers(same);
      keepReceipt(same, numbers.isEmpty() ? 0 : erase(same, numbers, generation));
    }
  }

  private static Collection<List<LoggedErasure>> byId(Generation generation) {
    Map<String, List<LoggedErasure>> byId = new LinkedHashMap<>();
    for (LoggedErasure logged : generation.erasures()) {
      byId.computeIfAbsent(logged.erasure().id(), _ -> new ArrayList<>()).add(logged);
    }
    return byId.values();
  }

  private Set<Integer> numbers(List<LoggedErasure> same) {
    String project = same.getFirst().erasure().project();
    return same.getFirst().erasure().users().stream()
        .map(user -> people.find(project, user))
        .filter(number -> number != RecentChunk.NOBODY)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Makes memory forget what the file has forgotten; to be called after the commit. */
  void forget(Identities identities) throws SQLException {
    forgotten.forEach(people::forget);
    if (linksChanged) {
      identities.become(Identities.load(connection));
    }
  }

  /** Returns how many events it erased. */
  private long erase(List<LoggedErasure> same, Set<Integer> numbers, Generation generation)
      throws SQLException {
    String gone = gone(same, numbers) + butBehind(same, numbers, generation);
    Found found = find(same, gone);
    for (long day : found.days) {
      views.takeOut(day, gone);
    }
    delete(gone);
    restoreLinks(same.getFirst().erasure().project(), numbers);
    Set<Integer> candidates = new TreeSet<>(numbers);
    candidates.addAll(found.devices);
    candidates.addAll(takeDevices(same));
    dropPeople(candidates);
    return found.events;
  }

  private void delete(String gone) throws SQLException {
    for (String table : Layout.EVENTS) {
      Sql.execute(connection, "delete from " + table + " where " + gone);
    }
  }

  /** Which events are meant: all that the file has of the partition. */
  private static String gone(List<LoggedErasure> same, Set<Integer> numbers) {
    String partitions =
        same.stream()
            .map(logged -> String.valueOf(logged.partition()))
            .collect(Collectors.joining(", "));
    return "number in (%s) and (\"partition\" in (%s) or \"partition\" >= %d)"
        .formatted(listed(numbers), partitions, same.getFirst().erasure().partitions());
  }

  /**
   * But for those that came behind the erasure. These are told by what came with it and not by
   * their offsets alone, since the file may have events of an older log, whose offsets were higher.
   */
  private static String butBehind(
      List<LoggedErasure> same, Set<Integer> numbers, Generation generation) {
    Set<String> spared = new TreeSet<>();
    same.forEach(logged -> addBehind(logged, numbers, generation, spared));
    return spared.isEmpty()
        ? ""
        : " and (\"partition\", \"offset\", epoch_us(received)) not in ("
            + String.join(", ", spared)
            + ")";
  }

  private static void addBehind(
      LoggedErasure logged, Set<Integer> numbers, Generation generation, Set<String> spared) {
    Generation.View view = generation.view();
    for (int i = generation.cameWithErasures(); i < view.rows(); i++) {
      RecentChunk chunk = view.chunk(i / RecentChunk.ROWS);
      int row = i % RecentChunk.ROWS;
      if (chunk.partitions[row] == logged.partition()
          && chunk.offsets[row] > logged.offset()
          && numbers.contains(chunk.numbers[row])) {
        spared.add(
            "(%d, %d::bigint, %d::bigint)"
                .formatted(chunk.partitions[row], chunk.offsets[row], chunk.received[row]));
      }
    }
  }

  /** What is to be known of the events before they are deleted. */
  private static final class Found {
    private final Set<Long> days = new TreeSet<>();
    private final Set<Integer> devices = new TreeSet<>();
    private long events;
  }

  /** Finds the events, and keeps their fingerprints. */
  private Found find(List<LoggedErasure> same, String gone) throws SQLException {
    String project = same.getFirst().erasure().project();
    Found found = new Found();
    try (DuckDBAppender erased = connection.createAppender("erased")) {
      Sql.visit(
          connection,
          FIND + gone,
          row -> {
            found.events++;
            found.days.add(ViewRows.day(row.getLong(4)));
            int device = row.getInt(7);
            if (!row.wasNull()) {
              found.devices.add(device);
            }
            keepFingerprint(erased, project, row);
          });
    }
    return found;
  }

  private void keepFingerprint(DuckDBAppender erased, String project, ResultSet row)
      throws SQLException {
    erased.beginRow().append(fingerprints.of(project, StoredEvents.id(row, 1)));
    long sent = row.getLong(5);
    if (row.wasNull()) {
      erased.appendNull().appendEpochMicros(row.getLong(6)).endRow();
    } else {
      erased.appendEpochMicros(sent).appendNull().endRow();
    }
  }

  /** Of the links of these numbers, those stay that an event which is left tells of. */
  private void restoreLinks(String project, Set<Integer> numbers) throws SQLException {
    Set<Link> told = told(project, numbers);
    List<Link> lost = new ArrayList<>();
    Set<Link> kept = new HashSet<>();
    Sql.visit(
        connection,
        LINKS.replace("{numbers}", listed(numbers)),
        row -> {
          Link link = Identities.link(row);
          if (told.contains(link.withoutRank())) {
            kept.add(link);
          } else {
            lost.add(link);
          }
        });
    if (lost.isEmpty()) {
      return;
    }
    linksChanged = true;
    Sql.execute(
        connection,
        "delete from main.links where number in (%1$s) or \"user\" in (%1$s)"
            .formatted(listed(numbers)));
    Flush.addLinks(connection, kept);
  }

  /** Links that the events tell of, without rank: all of these numbers, and perhaps others. */
  private Set<Link> told(String project, Set<Integer> numbers) throws SQLException {
    Set<Link> told = new HashSet<>();
    Sql.visit(
        connection,
        TELLING.replace("{numbers}", listed(numbers)),
        row -> {
          int number = row.getInt(1);
          String previous = row.getString(4);
          if (previous != null) {
            told.add(new Link(people.find(project, previous), number, true, row.getLong(3), 0));
          }
          int device = row.getInt(2);
          if (!row.wasNull()) {
            told.add(new Link(device, number, false, row.getLong(3), 0));
          }
        });
    return told;
  }

  private void dropPeople(Set<Integer> candidates) throws SQLException {
    Set<Integer> unused = new TreeSet<>(candidates);
    Sql.visit(
        connection,
        IN_USE.replace("{numbers}", listed(candidates)),
        row -> unused.remove(row.getInt(1)));
    if (!unused.isEmpty()) {
      Sql.execute(connection, "delete from main.people where number in (" + listed(unused) + ")");
      forgotten.addAll(unused);
    }
  }

  private void keepDevices(List<LoggedErasure> same, Set<Integer> devices) throws SQLException {
    try (DuckDBAppender appender = connection.createAppender("erased_devices")) {
      for (int device : devices) {
        appender.beginRow().append(same.getFirst().erasure().id()).append(device).endRow();
      }
    }
  }

  private Set<Integer> takeDevices(List<LoggedErasure> same) throws SQLException {
    Set<Integer> devices = new TreeSet<>();
    try (PreparedStatement take =
        connection.prepareStatement(
            "delete from main.erased_devices where id = ? returning number")) {
      take.setString(1, same.getFirst().erasure().id());
      try (ResultSet rows = take.executeQuery()) {
        while (rows.next()) {
          devices.add(rows.getInt(1));
        }
      }
    }
    return devices;
  }

  private void keepReceipt(List<LoggedErasure> same, long erased) throws SQLException {
    events += erased;
    try (DuckDBAppender appender = connection.createAppender("erasures")) {
      for (LoggedErasure logged : same) {
        appender
            .beginRow()
            .append(logged.erasure().id())
            .append(logged.partition())
            .append(logged.offset())
            // Those of one step are counted together.
            .append(logged == same.getFirst() ? erased : 0L)
            .appendEpochMicros(logged.erasure().received())
            .endRow();
      }
    }
  }

  private static String listed(Collection<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}

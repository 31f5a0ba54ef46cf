package dev.millrace.store.duckdb;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.store.LoggedEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Collects events that are read, and looks their users up once all are there. */
final class EventDrafts {
  /** What {@link #add(ResultSet)} reads, over a table of events. */
  static final String FIELDS =
      """
      project, id_text, id_high, id_low, name, number, anonymous,
      epoch_us(time), coalesce(epoch_us(time) - skew, epoch_us(sent)), epoch_us(received),
      coalesce(unparsed, properties::json::varchar), context, "partition", "offset"\
      """;

  private final List<Draft> drafts = new ArrayList<>();
  private final Set<Integer> numbers = new HashSet<>();

  /** An event but for the texts of its users. */
  @FunctionalInterface
  private interface Draft {
    LoggedEvent with(Map<Integer, String> users);
  }

  int size() {
    return drafts.size();
  }

  void add(RecentChunk chunk, int row) {
    numbers.add(chunk.numbers[row]);
    numbers.add(chunk.anonymous[row]);
    drafts.add(users -> chunk.event(row, users));
  }

  void add(ResultSet row) throws SQLException {
    String project = row.getString(1);
    String id = StoredEvents.id(row, 2);
    String name = row.getString(5);
    int number = row.getInt(6);
    int device = row.getInt(7);
    int anonymous = row.wasNull() ? RecentChunk.NOBODY : device;
    long time = row.getLong(8);
    long clientTime = row.getLong(9);
    long sent = row.wasNull() ? Event.NO_TIME : clientTime;
    long received = row.getLong(10);
    RawJson properties = RawJson.of(row.getString(11));
    String contextText = row.getString(12);
    RawJson context = contextText == null ? RawJson.EMPTY : RawJson.of(contextText);
    int partition = row.getInt(13);
    long offset = row.getLong(14);
    numbers.add(number);
    numbers.add(anonymous);
    drafts.add(users ->
        new LoggedEvent(
            new Event(
                project,
                id,
                name,
                Objects.requireNonNull(users.get(number)),
                users.get(anonymous),
                time,
                sent,
                received,
                properties,
                context),
            partition,
            offset));
  }

  /** What was added, in its order. */
  List<LoggedEvent> events(Connection connection, ReadSnapshot snapshot) throws SQLException {
    return events(connection, snapshot, Map.of());
  }

  /**
   * As above.
   *
   * @param known texts of numbers, which need not be looked up
   */
  List<LoggedEvent> events(Connection connection, ReadSnapshot snapshot, Map<Integer, String> known)
      throws SQLException {
    numbers.remove(RecentChunk.NOBODY);
    numbers.removeAll(known.keySet());
    Map<Integer, String> users = snapshot.users(connection, numbers);
    users.putAll(known);
    return drafts.stream().map(draft -> draft.with(users)).toList();
  }
}

package dev.millrace.store.duckdb;

import dev.millrace.event.RawJson;
import dev.millrace.store.Profile;
import dev.millrace.store.Users;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Lists people, and tells about one of them. */
final class UsersSql {
  private static final String LIST =
      """
      with picked as not materialized {events},
      people as (
        select
          {name} as name,
          min(micros) as first,
          max(micros) as last,
          count(*) as events,
          (sum(count(*)) over ())::bigint as read
        from picked
        group by person)
      select name, first, last, events, read
      from people
      where {is_wanted}
      order by {sort}
      limit {limit}
      """;

  private UsersSql() {}

  static Users.Page read(Connection connection, ReadSnapshot snapshot, Users users)
      throws SQLException {
    return Careful.read(connection, snapshot, sql -> page(connection, snapshot, sql, users));
  }

  private static Users.Page page(
      Connection connection, ReadSnapshot snapshot, Supplier<EventSql> sql, Users users)
      throws SQLException {
    EventSql own = sql.get();
    List<Users.User> found = new ArrayList<>();
    long rowsScanned = 0;
    try (PreparedStatement statement = connection.prepareStatement(list(own, users))) {
      own.values().applyTo(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          rowsScanned = rows.getLong(5);
          found.add(
              new Users.User(
                  rows.getString(1),
                  rows.getLong(2),
                  rows.getLong(3),
                  rows.getLong(4),
                  RawJson.EMPTY));
        }
      }
    }
    boolean more = found.size() > users.limit();
    List<Users.User> page = more ? found.subList(0, users.limit()) : found;
    Map<String, RawJson> traits =
        Traits.read(
            connection,
            snapshot,
            sql.get(),
            users.selection().project(),
            page.stream().map(Users.User::user).toList());
    return new Users.Page(
        page.stream()
            .map(user ->
                new Users.User(
                    user.user(),
                    user.first(),
                    user.last(),
                    user.count(),
                    traits.getOrDefault(user.user(), RawJson.EMPTY)))
            .toList(),
        more,
        rowsScanned);
  }

  private static String list(EventSql sql, Users users) {
    List<String> tests = new ArrayList<>(sql.selected(users.selection()));
    tests.add(sql.between(users.from(), users.to()));
    String events =
        sql.events(List.of(People.PERSON + " as person", "epoch_us(time) as micros"), tests);
    List<String> wanted = new ArrayList<>();
    if (users.search() != null) {
      wanted.add("contains(lower(name), lower(" + sql.values().bind(users.search()) + "))");
    }
    Users.Cursor after = users.after();
    String direction = users.descending() ? " desc" : "";
    String sort;
    if (users.order() == Users.Order.USER) {
      sort = "name" + direction;
      if (after != null) {
        wanted.add(
            "name " + (users.descending() ? "<" : ">") + " " + sql.values().bind(after.user()));
      }
    } else {
      String column =
          switch (users.order()) {
            case FIRST -> "first";
            case COUNT -> "events";
            case LAST, USER -> "last";
          };
      sort = column + direction + ", name";
      if (after != null) {
        String value = sql.values().bind(after.value()) + "::bigint";
        wanted.add(
            "("
                + column
                + (users.descending() ? " < " : " > ")
                + value
                + " or ("
                + column
                + " = "
                + value
                + " and name > "
                + sql.values().bind(after.user())
                + "))");
      }
    }
    return LIST.replace("{events}", events)
        .replace("{name}", sql.nameOf("person"))
        .replace("{is_wanted}", wanted.isEmpty() ? "true" : String.join(" and ", wanted))
        .replace("{sort}", sort)
        .replace("{limit}", Integer.toString(users.limit() + 1));
  }

  static Profile.Found read(Connection connection, ReadSnapshot snapshot, Profile profile)
      throws SQLException {
    int number = snapshot.number(profile.project(), profile.user());
    if (number == RecentChunk.NOBODY) {
      return new Profile.Found(Optional.empty());
    }
    List<Integer> numbers = snapshot.numbers(profile.project(), List.of(profile.user()));
    Map<Integer, String> ids = snapshot.users(connection, Set.copyOf(numbers));
    String user = ids.get(snapshot.person(number));
    if (user == null) {
      // Numbered a moment ago, by events that this snapshot does not have.
      return new Profile.Found(Optional.empty());
    }
    EventSql sql = new EventSql(snapshot, false);
    long[] days = PersonDays.read(connection, snapshot, profile.project(), numbers, null);
    String select =
        "select min(micros), max(micros), count(*) from "
            + sql.events(
                List.of("epoch_us(time) as micros"),
                List.of(
                    sql.project(profile.project()),
                    PersonDays.within(days),
                    sql.isPerson(profile.project(), List.of(profile.user()))));
    long first;
    long last;
    long count;
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      sql.values().applyTo(statement);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next() || row.getLong(3) == 0) {
          return new Profile.Found(Optional.empty());
        }
        first = row.getLong(1);
        last = row.getLong(2);
        count = row.getLong(3);
      }
    }
    Map<String, RawJson> traits =
        Traits.read(
            connection, snapshot, new EventSql(snapshot, false), profile.project(), List.of(user));
    return new Profile.Found(
        Optional.of(
            new Profile.Person(
                user,
                ids.values().stream().sorted().toList(),
                first,
                last,
                count,
                traits.getOrDefault(user, RawJson.EMPTY))));
  }
}

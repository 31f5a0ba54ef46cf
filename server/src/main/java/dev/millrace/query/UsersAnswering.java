package dev.millrace.query;

import dev.millrace.store.Users;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists people. */
final class UsersAnswering {
  private static final List<String> COLUMNS =
      List.of("user", "first", "last", "count", "properties");

  private UsersAnswering() {}

  static Found answer(Asking asking, UsersQuestion question) {
    Period period = Period.of(question.basis(), asking.now());
    Users.Page page =
        asking.run(
            new Users(
                asking.selection(question.basis()),
                period.from(),
                period.to(),
                question.search(),
                question.sort(),
                question.descending(),
                question.limit(),
                question.after()));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Users.User user : page.users()) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(user.user());
      row.add(Times.text(user.first(), period.zone()));
      row.add(Times.text(user.last(), period.zone()));
      row.add(user.count());
      row.add(user.properties());
      rows.add(row);
    }
    return new Found(
        COLUMNS,
        rows,
        period,
        "events",
        page.rowsScanned(),
        0,
        page.more() ? UsersQuestion.text(cursor(question, page.users().getLast())) : null,
        false);
  }

  private static Users.Cursor cursor(UsersQuestion question, Users.User last) {
    return switch (question.sort()) {
      case LAST -> new Users.Cursor(last.last(), last.user());
      case FIRST -> new Users.Cursor(last.first(), last.user());
      case COUNT -> new Users.Cursor(last.count(), last.user());
      case USER -> new Users.Cursor(0, last.user());
    };
  }
}

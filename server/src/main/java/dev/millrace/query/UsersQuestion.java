package dev.millrace.query;

import static dev.millrace.query.Words.invalid;
import static dev.millrace.query.Words.shown;

import dev.millrace.store.Users;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * People who have done something, of all times unless the question says otherwise.
 *
 * @param search text that their name contains, in any case; null for everyone
 * @param after where the page before ended; null for the first page
 */
public record UsersQuestion(
    @Nullable String search,
    Users.Order sort,
    boolean descending,
    int limit,
    Users.@Nullable Cursor after,
    Basis basis)
    implements Question {
  static final int DEFAULT_USERS = 50;
  static final List<String> FIELDS = List.of("search", "sort", "order", "limit", "cursor");
  private static final List<String> SORTS = List.of("last", "first", "count", "user");
  private static final Pattern CURSOR = Pattern.compile("(-?\\d{1,18}):(.+)", Pattern.DOTALL);

  public UsersQuestion {
    Question.requireBetween("limit", limit, 1, MAX_LIMIT);
  }

  static UsersQuestion read(Fields fields) {
    fields.requireKnown(FIELDS);
    Users.Order sort =
        Users.Order.valueOf(fields.word("sort", SORTS, "last").toUpperCase(Locale.ROOT));
    String otherwise = sort == Users.Order.USER ? "asc" : "desc";
    String search = fields.read("search", text -> Fields.shortText("search", text));
    return new UsersQuestion(
        search == null || search.isEmpty() ? null : search,
        sort,
        fields.word("order", List.of("asc", "desc"), otherwise).equals("desc"),
        fields.whole("limit", 1, MAX_LIMIT, DEFAULT_USERS),
        fields.read("cursor", UsersQuestion::cursor),
        fields.basis(Basis.DEFAULT.ofAllTimes()));
  }

  private static Users.Cursor cursor(String text) {
    Matcher matcher = CURSOR.matcher(text);
    if (!matcher.matches()) {
      throw invalid(
          "cursor: " + shown(text) + " is none", "send next_cursor of the page before as it is");
    }
    return new Users.Cursor(Long.parseLong(matcher.group(1)), matcher.group(2));
  }

  /** What {@link #cursor} reads. */
  static String text(Users.Cursor cursor) {
    return cursor.value() + ":" + cursor.user();
  }

  @Override
  public UsersQuestion withBasis(Basis other) {
    return new UsersQuestion(search, sort, descending, limit, after, other);
  }
}

package dev.millrace.store;

import dev.millrace.event.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * People who have selected events.
 *
 * @param from microseconds, inclusive
 * @param to microseconds, exclusive
 * @param search text that the name contains, in any case; null for everyone
 * @param after the last person of the page before; null for the first page
 */
public record Users(
    Selection selection,
    long from,
    long to,
    @Nullable String search,
    Order order,
    boolean descending,
    int limit,
    @Nullable Cursor after)
    implements Plan<Users.Page> {

  @Override
  public Class<Page> answerType() {
    return Page.class;
  }

  /** What people are sorted by; those with the same are sorted by name. */
  public enum Order {
    LAST,
    FIRST,
    COUNT,
    USER
  }

  /**
   * Where a page ended.
   *
   * @param value what was sorted by, microseconds or a number; 0 when sorted by name
   */
  public record Cursor(long value, String user) {}

  /**
   * @param more whether there are people after these
   * @param rowsScanned events that the engine read; 0 on a page without people
   */
  public record Page(List<User> users, boolean more, long rowsScanned) {}

  /**
   * @param first time of the first selected event, microseconds
   * @param last time of the last one
   * @param properties what {@code $identify} has told of the person, the latest of each trait
   */
  public record User(String user, long first, long last, long count, RawJson properties) {}
}

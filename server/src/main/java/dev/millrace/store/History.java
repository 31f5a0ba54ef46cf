package dev.millrace.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One person's events, the latest first; at the same time, as the log has them.
 *
 * @param user any of the person's ids
 * @param before the last event of the page before; null for the first page
 */
public record History(String project, String user, int limit, @Nullable Place before)
    implements Plan<History.Page> {

  @Override
  public Class<Page> answerType() {
    return Page.class;
  }

  /**
   * An event's place.
   *
   * @param time microseconds
   */
  public record Place(long time, int partition, long offset) {}

  /**
   * @param more whether there are earlier ones
   */
  public record Page(List<LoggedEvent> events, boolean more) {}
}

package dev.millrace.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who got to a step of a funnel, in an order that stays the same.
 *
 * @param funnel without a breakdown
 * @param step from 1
 * @param dropped whether only those are wanted who got no further
 * @param after the last person of the page before; null for the first page
 */
public record FunnelPeople(
    Funnel funnel, int step, boolean dropped, int limit, @Nullable String after)
    implements Plan<FunnelPeople.Page> {

  @Override
  public Class<Page> answerType() {
    return Page.class;
  }

  /**
   * @param more whether there are people after these
   */
  public record Page(List<Person> people, boolean more, long rowsScanned) {}

  /**
   * @param time when they got to the step, microseconds
   */
  public record Person(String user, long time) {}
}

package dev.millrace.event;

import java.util.List;

/**
 * A request to forget a person. It stands in every partition of the log: there, all of the person's
 * events before it are erased, and those after it count again. So the order of reading partitions
 * does not matter, and a store that is filled from the log again comes to the same.
 *
 * @param id unique
 * @param project the person's project
 * @param users all ids that were the person when it was asked for
 * @param partitions of the log that it was written to
 * @param received when it was asked for, microseconds since 1970-01-01T00:00:00Z
 */
public record Erasure(
    String id, String project, List<String> users, int partitions, long received) {
  /** Ids that one person may have; more are a mistake that aliases made. */
  public static final int MAX_USERS = 10_000;

  public Erasure {
    users = List.copyOf(users);
    if (users.isEmpty() || users.size() > MAX_USERS) {
      throw new IllegalArgumentException(
          "a person has 1 to " + MAX_USERS + " ids, this one " + users.size());
    }
  }
}

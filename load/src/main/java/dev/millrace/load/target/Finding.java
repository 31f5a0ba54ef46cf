package dev.millrace.load.target;

/**
 * A comparison of what was acknowledged with what is there.
 *
 * @param what is compared, such as "users"
 * @param compared how many counts
 * @param wrong how many of them differ by more than what has no known outcome
 * @param acknowledged events
 * @param found events
 * @param detail the first difference, or how it was compared
 */
public record Finding(
    String what, long compared, long wrong, long acknowledged, long found, String detail) {

  /** Acknowledged and not found. */
  public long lost() {
    return Math.max(0, acknowledged - found);
  }

  /** Found more often than acknowledged. */
  public long repeated() {
    return Math.max(0, found - acknowledged);
  }
}

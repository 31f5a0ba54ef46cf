package dev.millrace.live;

import dev.millrace.event.Positions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One topic of one reader's stream. It holds the newest update only: one that the reader has not
 * taken is replaced by the next, so nothing piles up for a slow reader.
 */
final class Subscription {
  private final Reader reader;
  private final LiveQuestion question;
  private final String topic;
  private final List<Positions> after;
  private final String lastEventId;

  private volatile @Nullable Update newest;

  /** What the reader has taken last; only its own thread uses it. */
  private @Nullable Update taken;

  /**
   * @param topic what the stream calls it, if it has several
   * @param after positions of the log that the first answer must cover
   * @param lastEventId id of the answer that the client has, or empty
   */
  Subscription(
      Reader reader,
      LiveQuestion question,
      String topic,
      List<Positions> after,
      String lastEventId) {
    this.reader = reader;
    this.question = question;
    this.topic = topic;
    this.after = after;
    this.lastEventId = lastEventId;
  }

  Reader reader() {
    return reader;
  }

  LiveQuestion question() {
    return question;
  }

  String topic() {
    return topic;
  }

  /** Leaves an update that was found when the store stood at the given positions. */
  void offer(Update update, Positions covered) {
    boolean early =
        newest == null
            && update instanceof Update.Answer
            && !after.stream().allMatch(covered::covers);
    if (early) {
      return;
    }
    newest = update;
    reader.wake();
  }

  boolean hasNews() {
    return newest != taken;
  }

  /** The newest update, once; null if the client has it. */
  @Nullable Update take() {
    Update update = newest;
    if (update == taken) {
      return null;
    }
    boolean first = taken == null;
    taken = update;
    boolean known =
        first && update instanceof Update.Answer answer && answer.id().equals(lastEventId);
    return known ? null : update;
  }
}

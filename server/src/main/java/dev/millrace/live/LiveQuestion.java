package dev.millrace.live;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.FaultKind;
import dev.millrace.fault.MillraceException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One topic with everyone who follows it. At most one evaluation of it runs at a time. The fields
 * that say when it is due belong to {@link LiveQuestions}, under its lock.
 */
final class LiveQuestion {
  private final Topic topic;
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  private @Nullable Update current;
  private Positions covered = Positions.NONE;
  private Update.@Nullable Answer answer;
  private boolean overloaded;

  // when it is due
  boolean evaluating;
  long startedAt;
  long seenCommits = -1;
  long refreshNanos = Long.MAX_VALUE;
  long delayNanos;
  long emptySince;

  LiveQuestion(Topic topic) {
    this.topic = topic;
  }

  Topic topic() {
    return topic;
  }

  Set<Subscription> subscriptions() {
    return subscriptions;
  }

  /** Whether there is something to tell a new reader at once. */
  synchronized boolean isAnswered() {
    return current != null;
  }

  /** Makes the next reader wait for a new answer, because nobody has kept this one fresh. */
  synchronized void expire() {
    current = null;
  }

  /** From here on it gets every change; it starts with what is known now. */
  synchronized void add(Subscription subscription) {
    subscriptions.add(subscription);
    if (current != null) {
      subscription.offer(current, covered);
    }
  }

  /**
   * Tells all readers what was found, unless they know it.
   *
   * @param at where the store stood before the evaluation began
   */
  void publish(Evaluated evaluated, Positions at) {
    overloaded = false;
    Update.Answer known = answer;
    Update.Answer found =
        known != null && known.id().equals(evaluated.id()) ? known : new Update.Answer(evaluated);
    answer = found;
    publish(found, at);
  }

  /** Tells all readers why there is no answer; a passing overload is not worth the words. */
  void publish(MillraceException failure, Positions at) {
    boolean passing = failure.fault().kind() == FaultKind.OVERLOAD && isAnswered() && !overloaded;
    overloaded = failure.fault().kind() == FaultKind.OVERLOAD;
    if (passing || isFailingWith(failure.fault())) {
      return;
    }
    publish(new Update.Failure(failure), at);
  }

  private void publish(Update update, Positions at) {
    synchronized (this) {
      current = update;
      covered = at;
    }
    // Also when there is no news: someone may wait for these positions. Known updates are not sent.
    subscriptions.forEach(subscription -> subscription.offer(update, at));
  }

  private synchronized boolean isFailingWith(Fault fault) {
    return current instanceof Update.Failure failure && failure.cause().fault() == fault;
  }
}

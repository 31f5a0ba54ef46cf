package dev.millrace.process;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps a thread of this stage from working: logged when it begins, changes and ends, and not
 * at every try. Owned by that thread; others may read the problem.
 */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private final String thread;
  private final Duration firstRetry;
  private final Duration longestRetry;

  private @Nullable Fault fault;
  private volatile @Nullable String problem;
  private Duration nextRetry;
  private long tries;

  Outage(String thread, ProcessConfig config) {
    this.thread = thread;
    this.firstRetry = config.firstRetry();
    this.longestRetry = config.longestRetry();
    this.nextRetry = firstRetry;
  }

  /** Why the thread cannot work, or null. */
  @Nullable String problem() {
    return problem;
  }

  /** Notes a failure and says how long to wait before the next try. */
  Duration failed(Throwable failure) {
    Fault now = failure instanceof MillraceException known ? known.fault() : Fault.INTERNAL_ERROR;
    tries++;
    if (now != fault) {
      LOG.error(
          "{} stopped, retrying code={} message={}",
          thread,
          now.code(),
          failure.getMessage(),
          failure);
    }
    fault = now;
    problem = now.code() + ": " + failure.getMessage();
    Duration retry = nextRetry;
    Duration doubled = retry.multipliedBy(2);
    nextRetry = doubled.compareTo(longestRetry) < 0 ? doubled : longestRetry;
    return retry;
  }

  /** Notes that the thread has got on. */
  void over() {
    if (fault != null) {
      LOG.info("{} works again after code={} tries={}", thread, fault.code(), tries);
      fault = null;
      problem = null;
      nextRetry = firstRetry;
      tries = 0;
    }
  }
}

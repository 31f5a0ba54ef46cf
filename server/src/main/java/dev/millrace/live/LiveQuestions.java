package dev.millrace.live;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All subscriptions, and when each is due: at most once an interval, and only if the store has
 * moved or the question's own time range has. It has no thread and no clock of its own; {@link
 * #tick} decides, and the executor does.
 */
final class LiveQuestions {
  private static final Logger LOG = LoggerFactory.getLogger(LiveQuestions.class);
  private static final String STAGE = "live";

  /** Its multiples, modulo 1, spread over the interval however many there are. */
  private static final double GOLDEN = 0.618_033_988_749_895;

  private final LiveConfig config;
  private final Function<Topic, Evaluated> evaluate;
  private final ToLongFunction<Topic> refreshNanos;
  private final Supplier<Positions> positions;
  private final Executor evaluators;
  private final LongSupplier nanoTime;
  private final Metrics metrics;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition nobody = lock.newCondition();
  private final Map<Topic, LiveQuestion> questions = new HashMap<>();
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /** Changed under the lock; read by anyone. */
  private volatile int readers;

  private volatile int questionCount;
  private long begun;
  private boolean closed;
  private Runnable wakeUp = () -> {};

  /**
   * @param refreshNanos how long an answer to a topic holds when nothing is committed
   * @param positions where the store stands
   * @param evaluators runs what {@link #tick} finds due; never refuses as many tasks as there may
   *     be questions
   */
  LiveQuestions(
      LiveConfig config,
      Function<Topic, Evaluated> evaluate,
      ToLongFunction<Topic> refreshNanos,
      Supplier<Positions> positions,
      Executor evaluators,
      LongSupplier nanoTime,
      Metrics metrics) {
    this.config = config;
    this.evaluate = evaluate;
    this.refreshNanos = refreshNanos;
    this.positions = positions;
    this.evaluators = evaluators;
    this.nanoTime = nanoTime;
    this.metrics = metrics;
    metrics.queue(STAGE, "readers", config.readers(), () -> readers);
    metrics.queue(STAGE, "questions", config.questions(), () -> questionCount);
    metrics.total(
        "millrace_live_dropped_readers",
        "Readers that did not take their answers in time.",
        dropped::get);
  }

  /** What to call when something may have become due; it must return at once. */
  void onWork(Runnable action) {
    wakeUp = action;
  }

  int readers() {
    return readers;
  }

  int questions() {
    return questionCount;
  }

  long dropped() {
    return dropped.get();
  }

  /** The store has moved. Cheap enough for the thread that appends to it. */
  void moved() {
    commits.incrementAndGet();
    wakeUp.run();
  }

  /**
   * Opens a stream for the calling thread.
   *
   * @param topics by what the stream calls them
   * @param after positions of the log that the first answers must cover
   * @param lastEventId id of the answer that the client has, or empty
   * @throws MillraceException {@code live_overloaded} or {@code stopping}
   */
  Reader join(Map<String, Topic> topics, List<Positions> after, String lastEventId) {
    Reader reader = new Reader(nanoTime);
    lock.lock();
    try {
      admit(topics);
      List<Subscription> subscriptions = new ArrayList<>(topics.size());
      topics.forEach((name, topic) ->
          subscriptions.add(new Subscription(reader, question(topic), name, after, lastEventId)));
      reader.follow(List.copyOf(subscriptions));
      subscriptions.forEach(subscription -> subscription.question().add(subscription));
      readers++;
      questionCount = questions.size();
    } finally {
      lock.unlock();
    }
    wakeUp.run();
    return reader;
  }

  private void admit(Map<String, Topic> topics) {
    if (closed) {
      throw new MillraceException(Fault.STOPPING, "the server is stopping");
    }
    if (readers >= config.readers()) {
      throw overloaded("there are " + config.readers() + " live readers, and no room for more");
    }
    long added =
        topics.values().stream().filter(topic -> !questions.containsKey(topic)).distinct().count();
    if (questions.size() + added > config.questions()) {
      throw overloaded("there are " + config.questions() + " live questions, and no room for more");
    }
  }

  private MillraceException overloaded(String message) {
    metrics.refused(STAGE, Fault.LIVE_OVERLOADED.code(), 1);
    return new MillraceException(
        Fault.LIVE_OVERLOADED,
        message,
        "come back later, or raise the limit in the configuration",
        null);
  }

  private LiveQuestion question(Topic topic) {
    LiveQuestion question = questions.computeIfAbsent(topic, this::begin);
    boolean keptFresh = !question.subscriptions().isEmpty();
    if (!keptFresh && now() - question.startedAt >= config.minInterval().toNanos()) {
      question.expire();
    }
    return question;
  }

  private LiveQuestion begin(Topic topic) {
    LiveQuestion question = new LiveQuestion(topic);
    question.startedAt = now() - config.minInterval().toNanos();
    question.delayNanos = (long) (config.minInterval().toNanos() * (begun++ * GOLDEN % 1));
    question.refreshNanos = refreshNanos.applyAsLong(topic);
    return question;
  }

  /** The reader's thread is done with its stream. */
  void leave(Reader reader) {
    lock.lock();
    try {
      for (Subscription subscription : reader.subscriptions()) {
        subscription.question().subscriptions().remove(subscription);
        subscription.question().emptySince = now();
      }
      readers--;
      if (readers == 0) {
        nobody.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hands every question that is due to the evaluators, and forgets those that nobody follows.
   *
   * @return nanoseconds until the next is due, if nothing else happens
   */
  long tick() {
    long now = now();
    long next = Long.MAX_VALUE;
    lock.lock();
    try {
      if (closed) {
        return Long.MAX_VALUE;
      }
      Iterator<LiveQuestion> all = questions.values().iterator();
      while (all.hasNext()) {
        LiveQuestion question = all.next();
        long wait =
            question.subscriptions().isEmpty() ? lingers(question, now) : due(question, now);
        if (wait > 0) {
          next = Math.min(next, wait);
        } else if (question.subscriptions().isEmpty()) {
          all.remove();
        } else {
          dispatch(question, now);
        }
      }
      questionCount = questions.size();
    } finally {
      lock.unlock();
    }
    return next;
  }

  private long lingers(LiveQuestion question, long now) {
    return question.evaluating
        ? Long.MAX_VALUE
        : question.emptySince + config.linger().toNanos() - now;
  }

  /** Nanoseconds until the question must be asked again. */
  private long due(LiveQuestion question, long now) {
    if (question.evaluating) {
      return Long.MAX_VALUE;
    }
    boolean moved = question.seenCommits != commits.get() || !question.isAnswered();
    long interval = moved ? config.minInterval().toNanos() : question.refreshNanos;
    if (interval == Long.MAX_VALUE) {
      return interval;
    }
    // Once, so that questions that began together are not answered together for ever.
    long delay = question.isAnswered() ? question.delayNanos : 0;
    return question.startedAt + interval + delay - now;
  }

  private void dispatch(LiveQuestion question, long now) {
    if (question.isAnswered()) {
      question.delayNanos = 0;
    }
    question.evaluating = true;
    question.startedAt = now;
    question.seenCommits = commits.get();
    evaluators.execute(() -> answer(question));
  }

  private void answer(LiveQuestion question) {
    Positions at = positions.get();
    long start = System.nanoTime();
    try {
      Evaluated evaluated = evaluate.apply(question.topic());
      metrics.took(STAGE, "evaluate", System.nanoTime() - start);
      question.publish(withinLimit(evaluated), at);
    } catch (MillraceException failure) {
      fail(question, failure, at);
    } catch (RuntimeException defect) {
      LOG.atError()
          .setCause(defect)
          .addKeyValue("project", question.topic().project())
          .log("live question failed");
      fail(
          question,
          new MillraceException(
              Fault.INTERNAL_ERROR, "the server failed; its log says why", defect),
          at);
    } finally {
      lock.lock();
      try {
        question.evaluating = false;
      } finally {
        lock.unlock();
      }
      wakeUp.run();
    }
  }

  private void fail(LiveQuestion question, MillraceException failure, Positions at) {
    metrics.refused(STAGE, failure.fault().code(), 1);
    lock.lock();
    try {
      question.seenCommits = -1; // asked again after an interval, whether or not the store moves
    } finally {
      lock.unlock();
    }
    question.publish(failure, at);
  }

  private Evaluated withinLimit(Evaluated evaluated) {
    if (evaluated.json().length > config.answerBytes()) {
      throw new MillraceException(
          Fault.INVALID_QUESTION,
          "the answer has "
              + evaluated.json().length
              + " bytes, live answers have at most "
              + config.answerBytes(),
          "ask for wider buckets, fewer groups or a shorter time",
          null);
    }
    return evaluated;
  }

  /** Sees to streams that have been silent for too long, and drops those that are stuck. */
  void watch() {
    long now = now();
    for (Reader reader : openStreams()) {
      if (reader.watch(now, config.heartbeat().toNanos(), config.writeTimeout().toNanos())) {
        dropped.incrementAndGet();
      }
    }
  }

  /** Admits nobody from now on, and lets every stream end. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    openStreams().forEach(Reader::end);
  }

  /** Waits until the last reader has left; false if some are still there after the time given. */
  boolean awaitNobody(Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lock();
    try {
      while (readers > 0) {
        if (nanos <= 0) {
          return false;
        }
        nanos = nobody.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the streams that are still there. */
  void abandon() {
    openStreams().forEach(Reader::abandon);
  }

  private Set<Reader> openStreams() {
    Set<Reader> open = HashSet.newHashSet(readers);
    lock.lock();
    try {
      questions
          .values()
          .forEach(question ->
              question.subscriptions().forEach(subscription -> open.add(subscription.reader())));
    } finally {
      lock.unlock();
    }
    return open;
  }

  private long now() {
    return nanoTime.getAsLong();
  }
}

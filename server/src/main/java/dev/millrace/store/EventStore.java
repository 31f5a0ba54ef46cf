package dev.millrace.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each event once and answers questions. {@link #append} belongs to one thread; everything
 * else may be called by many at once, and neither side waits for the other.
 *
 * <p>Failures are {@link dev.millrace.fault.MillraceException}s: {@code store_disk_full}, {@code
 * store_unavailable} while the engine cannot be reached or is being reopened, {@code
 * query_timeout}, and {@code store_fenced} when another writer has moved the position.
 */
public interface EventStore extends AutoCloseable {

  /** Where the store stands, with the ways to wait for it and to hear of it. */
  Commits commits();

  /**
   * Applies a batch once: events, view rows, erasures and positions in one atomic step; what it
   * erases may begin to go before. Questions see it when this returns. Events need not be on disk
   * yet, because the log has it: after a failure the store may stand further back than before, and
   * takes the events from there again.
   *
   * @throws dev.millrace.fault.MillraceException {@code store_fenced} if the store does not stand
   *     at {@link EventBatch#from}; any other failure leaves the store as it was, and after {@code
   *     store_disk_full} or {@code store_unavailable} the same batch may be tried again
   */
  void append(EventBatch batch);

  /**
   * Visits the identity of every stored or erased event whose {@code sent} lies in {@code [from,
   * to)} microseconds, in any order.
   */
  void identitiesBySent(long from, long to, IdentityVisitor visitor);

  /**
   * The same for those whose {@code sent} is one of the given ones; others may be visited too.
   *
   * @param times ascending, microseconds
   */
  void identitiesSentAt(long[] times, IdentityVisitor visitor);

  /**
   * Visits the identity of every stored or erased event without {@code sent} whose {@code received}
   * lies in {@code [from, to)} microseconds, in any order.
   */
  void identitiesWithoutSent(long from, long to, IdentityVisitor visitor);

  /** The same for those that have one of the ids; others may be visited too. */
  void identitiesWithoutSent(long from, long to, List<String> ids, IdentityVisitor visitor);

  /** Answers a question. The time limit is enforced in the engine. */
  <A> A answer(Plan<A> plan, Duration timeLimit);

  /** The newest events by place in the store, newest first. */
  List<LoggedEvent> newest(String project, int limit, @Nullable String user, @Nullable String name);

  /** What is known of a project's events: names with counts, and properties of recent ones. */
  Schema schema(String project, Duration timeLimit);

  StoreStatus status();

  /** The versions of views, those that can be asked and those that are being built. */
  List<ViewStatus> views();

  /**
   * Builds a view anew from the events, while the version that there is goes on being asked. Where
   * a version is being built already, that one is meant.
   *
   * @return the version that is built
   * @throws dev.millrace.fault.MillraceException {@code view_not_found}
   */
  int rebuild(String view);

  /**
   * Forgets everything, on disk too, and stands at the beginning, to be filled from the log again.
   * While it does, {@code store_unavailable} is the answer to everything.
   */
  void startOver();

  /**
   * Compares a view with the events that it is made of.
   *
   * @throws dev.millrace.fault.MillraceException {@code view_not_found}, also if it is not ready
   */
  ViewCheck verify(String view, Duration timeLimit);

  @Override
  void close();

  /** Receives identities of stored events; see {@link #identitiesBySent}. */
  @FunctionalInterface
  interface IdentityVisitor {
    /**
     * @param time the {@code sent} or {@code received} that the event was looked up by,
     *     microseconds
     */
    void visit(String project, String id, long time);

    /**
     * An event that was erased, of which only this is left, so that its retries stay away.
     *
     * @param fingerprint by {@link dev.millrace.event.Fingerprints#lasting}
     */
    default void visitErased(long fingerprint, long time) {}
  }
}

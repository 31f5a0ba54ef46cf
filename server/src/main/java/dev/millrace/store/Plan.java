package dev.millrace.store;

/**
 * A question with nothing left open, ready for an engine: defaults are filled in, relative times
 * are microseconds, and the source is chosen. There is one record for each kind, and each says what
 * it is answered with.
 *
 * @param <A> the answer
 */
public sealed interface Plan<A>
    permits Trend,
        Newcomers,
        Funnel,
        FunnelPeople,
        Retention,
        Stickiness,
        Lifecycle,
        Sessions,
        Paths,
        Users,
        Profile,
        History,
        Select,
        Erased,
        Export {
  Class<A> answerType();
}

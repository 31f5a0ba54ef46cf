package dev.millrace.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has nothing and does nothing: what the stores of tests that are no stores have in common. */
public abstract class NoStore implements EventStore {
  @Override
  public void append(EventBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void identitiesBySent(long from, long to, IdentityVisitor visitor) {}

  @Override
  public void identitiesSentAt(long[] times, IdentityVisitor visitor) {}

  @Override
  public void identitiesWithoutSent(long from, long to, IdentityVisitor visitor) {}

  @Override
  public void identitiesWithoutSent(
      long from, long to, List<String> ids, IdentityVisitor visitor) {}

  @Override
  public <A> A answer(Plan<A> plan, Duration timeLimit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<LoggedEvent> newest(
      String project, int limit, @Nullable String user, @Nullable String name) {
    return List.of();
  }

  @Override
  public Schema schema(String project, Duration timeLimit) {
    return new Schema(List.of(), List.of(), 0);
  }

  @Override
  public StoreStatus status() {
    return new StoreStatus("none", null, 0, 0, 0);
  }

  @Override
  public List<ViewStatus> views() {
    return List.of();
  }

  @Override
  public int rebuild(String view) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void startOver() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ViewCheck verify(String view, Duration timeLimit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}

package dev.millrace.store.duckdb;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.event.RawJson;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.Commits;
import dev.millrace.store.EventBatch;
import dev.millrace.store.EventStore;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.Plan;
import dev.millrace.store.Schema;
import dev.millrace.store.StoreStatus;
import dev.millrace.store.View;
import dev.millrace.store.ViewCheck;
import dev.millrace.store.ViewStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store in a folder of its own, with events in the file and in memory as a test wants them. */
final class TrendFixture implements EventStore {
  /** As {@link TrendByHand} knows an event. */
  record Stored(String project, String name, String user, long time, String properties) {}

  private final Path folder;
  private final List<View> views;
  private DuckDbStore store;
  private long next;

  TrendFixture() {
    this(List.of());
  }

  /**
   * @param views beside the built-in one
   */
  TrendFixture(List<View> views) {
    this.views = views;
    try {
      folder = Files.createTempDirectory("millrace-trend");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store = open();
  }

  private DuckDbStore open() {
    return new DuckDbStore(
        StoreFixture.withViews(StoreFixture.config(folder, 1_000_000), views), new Metrics());
  }

  /** Adds events to the file. */
  void add(List<Stored> events) {
    addRecent(events);
    store.close();
    store = open();
  }

  /** Adds events to what is in memory. */
  void addRecent(List<Stored> events) {
    List<LoggedEvent> logged = new ArrayList<>();
    long from = next;
    for (Stored event : events) {
      logged.add(new LoggedEvent(event(event), 0, next++));
    }
    store.append(
        new EventBatch(logged, StoreFixture.LOG, Positions.ofNext(from), Positions.ofNext(next)));
  }

  private Event event(Stored stored) {
    return new Event(
        stored.project(),
        "id-" + next,
        stored.name(),
        stored.user(),
        null,
        stored.time(),
        Event.NO_TIME,
        stored.time(),
        RawJson.of(stored.properties()),
        RawJson.EMPTY);
  }

  @Override
  public <A> A answer(Plan<A> plan, Duration timeLimit) {
    return store.answer(plan, timeLimit);
  }

  @Override
  public Commits commits() {
    return store.commits();
  }

  @Override
  public void append(EventBatch batch) {
    store.append(batch);
  }

  @Override
  public void identitiesBySent(long from, long to, IdentityVisitor visitor) {
    store.identitiesBySent(from, to, visitor);
  }

  @Override
  public void identitiesWithoutSent(long from, long to, IdentityVisitor visitor) {
    store.identitiesWithoutSent(from, to, visitor);
  }

  @Override
  public List<LoggedEvent> newest(
      String project, int limit, @Nullable String user, @Nullable String name) {
    return store.newest(project, limit, user, name);
  }

  @Override
  public Schema schema(String project, Duration timeLimit) {
    return store.schema(project, timeLimit);
  }

  @Override
  public List<ViewStatus> views() {
    return store.views();
  }

  @Override
  public void rebuild(String view) {
    store.rebuild(view);
  }

  @Override
  public void startOver() {
    store.startOver();
  }

  @Override
  public ViewCheck verify(String view, Duration timeLimit) {
    return store.verify(view, timeLimit);
  }

  @Override
  public StoreStatus status() {
    return store.status();
  }

  @Override
  public void close() {
    store.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

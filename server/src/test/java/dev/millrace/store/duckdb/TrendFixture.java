package dev.millrace.store.duckdb;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.event.RawJson;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventBatch;
import dev.millrace.store.EventStore;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store in a folder of its own, with events in the file and in memory as a test wants them. */
final class TrendFixture implements AutoCloseable {
  /** As {@link TrendByHand} knows an event. */
  record Stored(
      String project,
      String name,
      String user,
      long time,
      String properties,
      @Nullable String anonymous,
      int partition) {
    Stored(String project, String name, String user, long time, String properties) {
      this(project, name, user, time, properties, null, 0);
    }
  }

  static final int PARTITIONS = 3;

  private final Path folder;
  private final List<View> views;
  private DuckDbStore store;
  private final long[] next = new long[PARTITIONS];
  private long ids;

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

  /** The store with what has been added so far; another one after more went to the file. */
  EventStore store() {
    return store;
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
    Positions from = Positions.ofNext(next.clone());
    for (Stored event : events) {
      logged.add(new LoggedEvent(event(event), event.partition, next[event.partition]++));
    }
    store.append(new EventBatch(logged, StoreFixture.LOG, from, Positions.ofNext(next.clone())));
  }

  private Event event(Stored stored) {
    return new Event(
        stored.project(),
        "id-" + ids++,
        stored.name(),
        stored.user(),
        stored.anonymous(),
        stored.time(),
        Event.NO_TIME,
        stored.time(),
        RawJson.of(stored.properties()),
        RawJson.EMPTY);
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

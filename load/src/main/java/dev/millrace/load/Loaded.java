package dev.millrace.load;

import dev.millrace.load.millrace.ServerAccess;
import dev.millrace.load.postgres.Database;
import dev.millrace.load.target.Target;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a run uses and must close, in reverse order. For one thread. */
final class Loaded implements AutoCloseable {
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private @Nullable Target target;
  private @Nullable ServerAccess server;
  private @Nullable Database database;

  <T extends AutoCloseable> T keep(T resource) {
    started.push(resource);
    return resource;
  }

  void target(Target made) {
    target = keep(made);
  }

  Target target() {
    return Objects.requireNonNull(target);
  }

  void server(ServerAccess access) {
    server = access;
  }

  /** Where questions can be asked; null if the target is no Millrace server. */
  @Nullable ServerAccess server() {
    return server;
  }

  void database(Database made) {
    database = made;
  }

  /** The PostgreSQL server of the run; null if it has none yet. */
  @Nullable Database database() {
    return database;
  }

  @Override
  public void close() {
    for (AutoCloseable each : started) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException("could not be stopped: " + e, e);
      }
    }
    started.clear();
  }
}

package dev.millrace.load.compare;

import dev.millrace.fault.MillraceException;
import dev.millrace.load.millrace.Affinity;
import dev.millrace.load.millrace.OwnServer;
import dev.millrace.load.millrace.OwnServer.Priority;
import dev.millrace.load.millrace.ServerAccess;
import dev.millrace.load.pace.Stage;
import dev.millrace.load.run.Progress;
import dev.millrace.load.run.Second;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A server that is killed and whose store is stopped, as a run's stages begin. */
public final class Troubled implements AutoCloseable {
  static final String OVERLOADED = "overloaded";
  static final String KILLED = "killed, started again";
  static final String STORE_STOPPED = "store stopped";
  static final String RECOVERED = "killed again, recovering";

  private static final String RESERVE = "--store.reserve";

  /** More than any disk has: nothing may be written to the store's file. */
  private static final String NO_ROOM = RESERVE + "=1024TiB";

  private final List<String> command;
  private final Path data;
  private final List<String> settings;
  private final Affinity share;
  private final int port;
  private final ServerAccess access;
  private final ReentrantLock lock = new ReentrantLock();
  private Affinity processors;
  private @Nullable OwnServer server;

  /**
   * @param settings flags of the server
   * @param share the processors that are left to it later
   */
  public Troubled(List<String> command, Path data, List<String> settings, Affinity share)
      throws IOException, InterruptedException {
    this.command = command;
    this.data = data;
    this.settings = List.copyOf(settings);
    this.share = share;
    processors = Affinity.all();
    OwnServer first = OwnServer.start(command, data, 0, settings);
    port = first.access().url().getPort();
    access = first.access();
    server = first;
  }

  /** The same after each start. */
  ServerAccess access() {
    return access;
  }

  /** From now on the server, and this program as its clients, leave processors to others. */
  void standBack() throws IOException, InterruptedException {
    lock.lock();
    try {
      share.keep(ProcessHandle.current().pid());
      if (server != null) {
        share.keep(server.pid());
      }
      processors = share;
    } finally {
      lock.unlock();
    }
  }

  /** The part of the processors that is left to it in the end. */
  double share() {
    return (double) share.processors().size() / share.of();
  }

  Map<String, String> facts() {
    return OwnServer.facts(Priority.BEHIND_OTHERS, processors, settings);
  }

  /** Does to the server what each stage is named after. */
  Progress watching(Progress progress) {
    return new Progress() {
      @Override
      public void stage(Stage stage) {
        progress.stage(stage);
        switch (stage.name()) {
          // With the next stage its store is stopped: then the kill is over.
          case KILLED -> later(progress, List.of(NO_ROOM));
          case RECOVERED -> later(progress, List.of());
          default -> {}
        }
      }

      @Override
      public void second(Stage stage, Second second) {
        progress.second(stage, second);
      }

      @Override
      public void note(String text) {
        progress.note(text);
      }
    };
  }

  private void later(Progress progress, List<String> more) {
    Thread.ofPlatform()
        .name("load-trouble")
        .start(() -> {
          try {
            restart(more);
            progress.note("the server was killed and is ready again");
          } catch (IOException | MillraceException e) {
            progress.note("the server did not start again: " + e.getMessage());
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void restart(List<String> more) throws IOException, InterruptedException {
    lock.lock();
    try {
      OwnServer before = server;
      if (before != null) {
        before.kill();
        before.close();
      }
      List<String> all = new ArrayList<>(settings);
      if (!more.isEmpty()) {
        all.removeIf(flag -> flag.startsWith(RESERVE));
        all.addAll(more);
      }
      server = OwnServer.start(command, data, port, all);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      OwnServer last = server;
      if (last != null) {
        last.close();
        server = null;
      }
    } finally {
      lock.unlock();
    }
  }
}

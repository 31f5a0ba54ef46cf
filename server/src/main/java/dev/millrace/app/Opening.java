package dev.millrace.app;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Something that opens on a thread of its own while others do; closed as one with it. */
final class Opening<T extends AutoCloseable> implements AutoCloseable {
  private final FutureTask<T> task;

  private Opening(FutureTask<T> task) {
    this.task = task;
  }

  static <T extends AutoCloseable> Opening<T> of(String thread, Supplier<T> open) {
    FutureTask<T> task = new FutureTask<>(open::get);
    Thread.ofPlatform().name(thread).start(task);
    return new Opening<>(task);
  }

  /** What was opened; throws what opening it has thrown. */
  T await() {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while opening");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new CompletionException(e.getCause());
    }
  }

  /** Closes what was opened, as soon as it is; does nothing if that has failed. */
  @Override
  public void close() throws Exception {
    try {
      task.get().close();
    } catch (ExecutionException _) {
      // Told by await already.
    }
  }
}

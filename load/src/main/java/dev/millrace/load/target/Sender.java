package dev.millrace.load.target;

import dev.millrace.load.population.Batch;
import java.io.IOException;

/** A connection to a target. Owned by one thread. After an exception it is closed and replaced. */
public interface Sender extends AutoCloseable {

  /**
   * Sends a batch and waits for the answer.
   *
   * @throws IOException if there is none: the batch may have been taken or not
   */
  Delivery send(Batch batch) throws IOException, InterruptedException;

  @Override
  void close();
}

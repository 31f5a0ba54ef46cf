package dev.millrace.store;

/**
 * What the store has erased for an erasure so far.
 *
 * @param erasure its id
 */
public record Erased(String erasure) implements Plan<Erased.Count> {

  @Override
  public Class<Count> answerType() {
    return Count.class;
  }

  /**
   * @param events erased from all partitions that the store has read up to the erasure
   */
  public record Count(long events) {}
}

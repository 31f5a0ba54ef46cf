package dev.millrace.store.duckdb;

/** Different values of a property by keys; see {@link NumbersByKey}. */
final class DistinctByKey extends NumbersByKey<DistinctCell> {
  /**
   * @param maxBytes of memory, about
   */
  DistinctByKey(long maxBytes) {
    super(maxBytes);
  }

  @Override
  DistinctCell newSet() {
    return new DistinctCell();
  }

  @Override
  int add(DistinctCell set, int token) {
    int before = set.bytes();
    set.add(token);
    return set.bytes() - before;
  }
}

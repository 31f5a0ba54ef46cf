package dev.millrace.store;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SELECT in SQL over a project's {@code events} and {@code activity}, as somebody outside has
 * written it. The store reads it before anything of it runs, and refuses whatever is not known to
 * be harmless. Answered with the number of rows.
 *
 * <p>Failures beside those of the store: {@code invalid_sql} if it cannot be understood or fails on
 * the data, {@code sql_not_allowed}, {@code too_many_rows} and {@code too_much_memory}. The last
 * two, and what the data causes, may come when rows have been told already.
 *
 * @param text the statement
 */
public record Select(String project, String text, Limits limits, Output output)
    implements Plan<Long> {

  @Override
  public Class<Long> answerType() {
    return Long.class;
  }

  /**
   * What a statement may take.
   *
   * @param rows of the answer
   * @param memoryBytes of the engine, beside what it keeps of the file
   * @param fileBytes of an answer that is made as a file
   */
  public record Limits(long rows, long memoryBytes, long fileBytes) {}

  /** Where the answer goes. Called by one thread; what it throws ends the statement. */
  public sealed interface Output permits Rows, Parquet {}

  /** Takes rows one by one. */
  public non-sealed interface Rows extends Output {
    /** Told once, before any row. */
    void columns(List<Column> columns);

    /**
     * @param values as wide as the columns, each of its column's type or null
     */
    void row(@Nullable Object[] values);
  }

  /** Takes the answer as a Parquet file. */
  public non-sealed interface Parquet extends Output {
    /**
     * @param file complete; deleted when this returns
     */
    void file(Path file);
  }

  /** A column of the answer; names may be the same. */
  public record Column(String name, Type type) {}

  /** What a column's values are. */
  public enum Type {
    /** Boolean. */
    BOOLEAN,
    /** Long. */
    INTEGER,
    /** Double, which may be infinite or no number. */
    DOUBLE,
    /** String: digits of a number that neither of the other two holds. */
    NUMBER,
    /** String. */
    TEXT,
    /** Long: microseconds since 1970 in UTC. */
    TIME,
    /** Long: days since 1970. */
    DATE,
    /** String: JSON of any kind. */
    JSON
  }
}

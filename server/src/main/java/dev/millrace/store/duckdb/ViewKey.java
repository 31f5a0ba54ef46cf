package dev.millrace.store.duckdb;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a view adds up.
 *
 * @param bucket start of the stretch of time, microseconds
 * @param by the values of the view's properties as text; null where an event has none
 */
record ViewKey(String project, long bucket, List<@Nullable String> by) {
  ViewKey {
    by = Collections.unmodifiableList(new ArrayList<>(by));
  }

  ViewKey(String project, long bucket, String name) {
    this(project, bucket, List.of(name));
  }

  /** The key of all values of the properties together. */
  ViewKey ofAll() {
    return new ViewKey(project, bucket, List.of());
  }

  ViewKey ofDay() {
    return new ViewKey(project, ViewRows.day(bucket), by);
  }
}

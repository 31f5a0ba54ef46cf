package dev.millrace.store.duckdb;

import dev.millrace.store.Plan;
import dev.millrace.store.Trend;
import java.sql.Connection;
import java.sql.SQLException;

/** Gives each kind of plan to what answers it. */
final class Plans {
  private Plans() {}

  /** Answers in the transaction of the snapshot, or in a newer one. */
  static <A> A answer(Connection connection, ReadSnapshot snapshot, Plan<A> plan)
      throws SQLException {
    Object answer =
        switch (plan) {
          case Trend trend -> TrendReader.read(connection, snapshot, trend);
        };
    return plan.answerType().cast(answer);
  }
}

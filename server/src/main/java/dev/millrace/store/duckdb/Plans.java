package dev.millrace.store.duckdb;

import dev.millrace.store.Erased;
import dev.millrace.store.Export;
import dev.millrace.store.Funnel;
import dev.millrace.store.FunnelPeople;
import dev.millrace.store.History;
import dev.millrace.store.Lifecycle;
import dev.millrace.store.Newcomers;
import dev.millrace.store.Paths;
import dev.millrace.store.Plan;
import dev.millrace.store.Profile;
import dev.millrace.store.Retention;
import dev.millrace.store.Select;
import dev.millrace.store.Sessions;
import dev.millrace.store.Stickiness;
import dev.millrace.store.Trend;
import dev.millrace.store.Users;
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
          case Newcomers newcomers -> NewcomersSql.read(connection, snapshot, newcomers);
          case Funnel funnel -> FunnelSql.read(connection, snapshot, funnel);
          case FunnelPeople people -> FunnelSql.read(connection, snapshot, people);
          case Retention retention -> RetentionSql.read(connection, snapshot, retention);
          case Stickiness stickiness -> StickinessSql.read(connection, snapshot, stickiness);
          case Lifecycle lifecycle -> LifecycleSql.read(connection, snapshot, lifecycle);
          case Sessions sessions -> SessionsSql.read(connection, snapshot, sessions);
          case Paths paths -> PathsSql.read(connection, snapshot, paths);
          case Users users -> UsersSql.read(connection, snapshot, users);
          case Profile profile -> UsersSql.read(connection, snapshot, profile);
          case History history -> HistorySql.read(connection, snapshot, history);
          case Select _ -> throw new IllegalArgumentException("answered by SelectRunner");
          case Export _ -> throw new IllegalArgumentException("answered by ExportSql");
          case Erased erased -> ErasedEvents.read(connection, erased);
        };
    return plan.answerType().cast(answer);
  }
}

package dev.millrace.load.millrace;

import java.util.List;

/** What a dashboard of a product asks, as JSON for {@code POST /v1/query}. */
final class DashboardQuestions {
  static final List<String> ALL =
      List.of(
          // Events over the last hour, day and week.
          "{\"kind\":\"trend\",\"every\":\"minute\",\"from\":\"-1h\"}",
          "{\"kind\":\"trend\",\"every\":\"hour\",\"from\":\"-1d\",\"by\":[\"name\"]}",
          "{\"kind\":\"trend\",\"every\":\"day\",\"from\":\"-7d\"}",
          // People over the last half hour, day and week.
          "{\"kind\":\"trend\",\"measures\":[\"uniques\"],\"every\":\"none\",\"from\":\"-30m\"}",
          "{\"kind\":\"trend\",\"measures\":[\"uniques\"],\"every\":\"hour\",\"from\":\"-1d\"}",
          "{\"kind\":\"trend\",\"measures\":[\"count\",\"uniques\"],\"every\":\"day\",\"from\":\"-7d\",\"by\":[\"name\"]}",
          // Features, plans, countries.
          "{\"kind\":\"trend\",\"events\":[\"feature_used\"],\"by\":[\"feature\"],\"every\":\"none\",\"from\":\"-1h\"}",
          "{\"kind\":\"trend\",\"events\":[\"feature_used\"],\"by\":[\"plan\"],\"every\":\"15m\",\"from\":\"-1d\"}",
          "{\"kind\":\"trend\",\"events\":[\"purchase\"],\"measures\":[\"sum(amount)\",\"p95(amount)\"],\"every\":\"hour\",\"from\":\"-1d\"}",
          "{\"kind\":\"trend\",\"by\":[\"country\"],\"every\":\"none\",\"from\":\"-1d\"}");

  /** Flags of a server that has views for these questions, beside the one that is built in. */
  static final List<String> VIEWS =
      List.of(
          "--views",
          "feature_usage.events=feature_used",
          "--views",
          "feature_usage.by=feature",
          "--views",
          "feature_usage.measures=count",
          "--views",
          "plan_usage.events=feature_used",
          "--views",
          "plan_usage.by=plan",
          "--views",
          "plan_usage.measures=count",
          "--views",
          "purchases.events=purchase",
          "--views",
          "purchases.measures=sum(amount),p95(amount)",
          "--views",
          "countries.by=country",
          "--views",
          "countries.measures=count");

  private DashboardQuestions() {}
}

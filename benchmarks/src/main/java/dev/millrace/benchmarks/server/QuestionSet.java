package dev.millrace.benchmarks.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What people ask, as questions about the events that {@code bench fill} makes and the view that
 * goes with them: {@code views.usage.by=plan} with {@code measures=count,uniques,sum(amount)}.
 */
final class QuestionSet {
  /** A page of charts, all from views. */
  private static final Map<String, String> DASHBOARD = new LinkedHashMap<>();

  /** What is asked now and then, with the names of three events for {@code %s}. */
  private static final Map<String, String> EXPLORING = new LinkedHashMap<>();

  static {
    DASHBOARD.put("count by day, 30 days", "{'every':'day','from':'-30d'}");
    DASHBOARD.put("count by day and name, 30 days", "{'every':'day','from':'-30d','by':['name']}");
    DASHBOARD.put("count by hour, 7 days", "{'every':'hour','from':'-7d'}");
    DASHBOARD.put("count by quarter of an hour, 24 h", "{'every':'15m','from':'-24h'}");
    DASHBOARD.put(
        "uniques by day, 30 days", "{'every':'day','from':'-30d','measures':['uniques']}");
    DASHBOARD.put("uniques, 7 days", "{'every':'none','from':'-7d','measures':['uniques']}");
    DASHBOARD.put(
        "largest names, 7 days, with change", "{'kind':'top','by':['name'],'from':'-7d'}");
    DASHBOARD.put("count by day and plan, 30 days", "{'every':'day','from':'-30d','by':['plan']}");
    DASHBOARD.put(
        "sum by plan, 30 days",
        "{'every':'none','from':'-30d','by':['plan'],'measures':['sum(amount)']}");
    DASHBOARD.put(
        "uniques by day and plan, 7 days",
        "{'every':'day','from':'-7d','by':['plan'],'measures':['uniques']}");

    EXPLORING.put(
        "uniques by day and name, 30 days",
        "{'every':'day','from':'-30d','by':['name'],'measures':['uniques']}");
    EXPLORING.put(
        "count by hour and feature, filtered, 24 h",
        "{'every':'hour','from':'-24h','by':['feature'],"
            + "'where':[{'property':'plan','op':'=','value':['pro','team']}]}");
    EXPLORING.put(
        "count by day and feature, filtered, 30 days",
        "{'every':'day','from':'-30d','by':['feature'],"
            + "'where':[{'property':'plan','op':'=','value':['pro','team']}]}");
    EXPLORING.put(
        "count by day and plan, 30 days, from events",
        "{'every':'day','from':'-30d','by':['plan'],'source':'events'}");
    EXPLORING.put(
        "uniques by day, 30 days, from events",
        "{'every':'day','from':'-30d','measures':['uniques'],'source':'events'}");
    EXPLORING.put(
        "funnel of 3 steps, 7 days",
        "{'kind':'funnel','steps':['%s','%s','%s'],'within':'7d','from':'-7d'}");
    EXPLORING.put(
        "retention by week, 30 days",
        "{'kind':'retention','first':'%s','return':'%s','every':'week','from':'-30d'}");
    EXPLORING.put(
        "stickiness by day, 30 days", "{'kind':'stickiness','every':'day','from':'-30d'}");
    EXPLORING.put(
        "lifecycle by week, 30 days", "{'kind':'lifecycle','every':'week','from':'-30d'}");
  }

  private QuestionSet() {}

  static Map<String, String> dashboard() {
    return json(DASHBOARD, List.of());
  }

  /** With the project's three most frequent events. */
  static Map<String, String> exploring(Connection reader) throws IOException {
    JsonNode schema = JsonMapper.shared().readTree(reader.get("/v1/schema").body());
    List<String> names = new ArrayList<>();
    schema.path("events").forEach(each -> names.add(each.path("name").asString()));
    return json(EXPLORING, names);
  }

  private static Map<String, String> json(Map<String, String> questions, List<String> names) {
    Map<String, String> json = new LinkedHashMap<>();
    questions.forEach((title, question) ->
        json.put(
            title,
            question
                .formatted(names.toArray())
                .replace('\'', '"')
                .replaceFirst("^\\{(?!\"kind)", "{\"kind\":\"trend\",")));
    return json;
  }
}

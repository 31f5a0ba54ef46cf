package dev.millrace.store.duckdb;

import dev.millrace.store.Answer;
import dev.millrace.store.Buckets;
import dev.millrace.store.Measure;
import dev.millrace.store.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A trend over events as one SELECT. Its rows are {@code slot, place, by0…, measure0…, rows_read}:
 * the slot is the bucket's number, place 1 is the largest group, and the place after the limit is
 * the rest.
 *
 * <p>Every statement is a row of named tables: {@code picked} are the events that count; {@code
 * cells} are buckets and groups, where measures add up; {@code groups} ranks the groups that are
 * kept. So that measures that do not add up are right for the rest too, they are taken from the
 * picked events again, once the groups are known.
 */
final class TrendSql {
  private final Trend trend;
  private final ReadSnapshot snapshot;
  private final TrendValues values = new TrendValues();
  private final TrendProperties properties;
  private final TrendFilter filter;
  private final TrendMeasures measures;

  /**
   * @param careful whether numbers are read in the way that never fails; see {@link
   *     TrendProperties}
   */
  TrendSql(Trend trend, ReadSnapshot snapshot, boolean careful) {
    this.trend = trend;
    this.snapshot = snapshot;
    this.properties = new TrendProperties(snapshot, values, careful);
    this.filter = new TrendFilter(values, properties);
    this.measures = new TrendMeasures(trend.measures(), careful);
  }

  TrendValues values() {
    return values;
  }

  String sql() {
    boolean cells = !trend.by().isEmpty() && measures.addUp();
    List<String> with = new ArrayList<>();
    with.add("picked as not materialized " + picked());
    if (cells) {
      with.add("cells as materialized (" + eventCells() + ")");
    }
    if (!trend.by().isEmpty()) {
      with.add(
          "groups as materialized (" + (trend.groups().isEmpty() ? groups(cells) : kept()) + ")");
    }
    return "with " + String.join(",\n", with) + "\n" + result(cells);
  }

  private String picked() {
    List<String> columns = new ArrayList<>();
    if (!isOneSlot()) {
      columns.add(new TrendBuckets("time").sql(trend.buckets()) + " as slot");
    }
    for (int i = 0; i < trend.by().size(); i++) {
      columns.add(properties.text(trend.by().get(i)) + " as by" + i);
    }
    columns.addAll(measures.picked(properties));
    Buckets buckets = trend.buckets();
    return snapshot
        .events()
        .from(
            "select " + String.join(", ", columns) + "\nfrom %s\nwhere " + where(buckets),
            buckets.from(),
            buckets.to());
  }

  private String eventCells() {
    List<String> columns = new ArrayList<>(keys());
    columns.addAll(measures.cells());
    return "select " + String.join(", ", columns) + " from picked group by all";
  }

  private String where(Buckets buckets) {
    List<String> tests = new ArrayList<>();
    tests.add("project = " + values.bind(trend.project()));
    tests.add("time >= " + values.bindTime(buckets.from()));
    tests.add("time < " + values.bindTime(buckets.to()));
    if (!trend.events().isEmpty()) {
      tests.add(
          trend.events().stream()
              .map(values::bind)
              .collect(Collectors.joining(", ", "name in (", ")")));
    }
    tests.add(filter.sql(trend.filter()));
    return String.join(" and ", tests);
  }

  /** The groups to keep, with their place: by size, then by name so that equals stay in order. */
  private String groups(boolean cells) {
    Measure first = trend.measures().getFirst();
    String size = cells ? measures.ofCells(first) : measures.ofEvents(first);
    String by = String.join(", ", groupKeys());
    String inOrder =
        groupKeys().stream().map(key -> ", " + key + " nulls last").collect(Collectors.joining());
    return "select "
        + by
        + ", row_number() over (order by size desc nulls last"
        + inOrder
        + ") as place from (select "
        + by
        + ", "
        + size
        + " as size from "
        + (cells ? "cells" : "picked")
        + " group by all) qualify place <= "
        + trend.limit();
  }

  /** The groups that were kept before. */
  private String kept() {
    List<String> rows = new ArrayList<>();
    for (Answer.Group group : trend.groups()) {
      List<String> row = new ArrayList<>();
      for (String value : group.values()) {
        row.add(value == null ? "null::varchar" : values.bind(value) + "::varchar");
      }
      rows.add("(" + String.join(", ", row) + ", " + (rows.size() + 1) + ")");
    }
    return "select * from (values "
        + String.join(", ", rows)
        + ") kept("
        + String.join(", ", groupKeys())
        + ", place)";
  }

  private String result(boolean cells) {
    List<String> columns = new ArrayList<>();
    columns.add((isOneSlot() ? "0::bigint" : "source.slot") + " as slot");
    String from = (cells ? "cells" : "picked") + " as source";
    if (trend.by().isEmpty()) {
      columns.add("1 as place");
    } else {
      columns.add("coalesce(groups.place, " + (trend.limit() + 1) + ") as place");
      from +=
          groupKeys().stream()
              .map(key -> "source." + key + " is not distinct from groups." + key)
              .collect(Collectors.joining(" and ", " left join groups on ", ""));
      groupKeys().forEach(key -> columns.add("any_value(source." + key + ") as " + key));
    }
    for (int i = 0; i < trend.measures().size(); i++) {
      Measure measure = trend.measures().get(i);
      columns.add(
          (cells ? measures.ofCells(measure) : measures.ofEvents(measure)) + " as measure" + i);
    }
    columns.add((cells ? "sum(events)::bigint" : "count(*)") + " as rows_read");
    return "select " + String.join(",\n  ", columns) + "\nfrom " + from + " group by all";
  }

  private List<String> keys() {
    return Stream.concat(isOneSlot() ? Stream.empty() : Stream.of("slot"), groupKeys().stream())
        .toList();
  }

  /**
   * Whether the slot is left out of a breakdown: grouping by a column that is always the same takes
   * the engine as long as by any other.
   */
  private boolean isOneSlot() {
    List<Buckets.Stretch> stretches = trend.buckets().stretches();
    return !trend.by().isEmpty() && stretches.size() == 1 && stretches.getFirst().isOneBucket();
  }

  private List<String> groupKeys() {
    return IntStream.range(0, trend.by().size()).mapToObj(i -> "by" + i).toList();
  }
}

package dev.millrace.query;

import dev.millrace.store.Answer;
import dev.millrace.store.Buckets;
import dev.millrace.store.Every;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for every group in every bucket, also where an engine found nothing. As a table: buckets
 * in order, in each the largest group first and the rest last.
 *
 * @param columns what the numbers are
 * @param cells by bucket, group and column
 */
record Grid(
    Buckets buckets,
    List<String> by,
    List<Answer.Group> groups,
    List<String> columns,
    List<List<List<@Nullable Number>>> cells) {
  static final String REST = "other";

  /**
   * @param nothing what the columns are where a group has no events
   */
  static Grid of(
      Buckets buckets,
      List<String> by,
      List<String> columns,
      List<? extends @Nullable Number> nothing,
      Answer answer) {
    // Without a breakdown there is one group, also when nothing was found.
    List<Answer.Group> groups =
        by.isEmpty() && answer.groups().isEmpty()
            ? List.of(new Answer.Group(List.of(), false))
            : answer.groups();
    List<List<List<@Nullable Number>>> cells = new ArrayList<>(buckets.size());
    for (int bucket = 0; bucket < buckets.size(); bucket++) {
      List<List<@Nullable Number>> row = new ArrayList<>(groups.size());
      for (int group = 0; group < groups.size(); group++) {
        row.add(new ArrayList<>(nothing));
      }
      cells.add(row);
    }
    for (Answer.Row row : answer.rows()) {
      List<@Nullable Number> cell = cells.get(row.bucket()).get(row.group());
      for (int column = 0; column < columns.size(); column++) {
        Number value = row.measures().get(column);
        if (value != null) {
          cell.set(column, value);
        }
      }
    }
    return new Grid(buckets, by, groups, columns, cells);
  }

  /** A number for a group in a bucket. */
  @FunctionalInterface
  interface Cell {
    @Nullable Number of(int bucket, int group);
  }

  /** The same with other numbers in a column. They are asked for in the order of buckets. */
  Grid with(int column, Cell numbers) {
    return changed(
        columns,
        numbers,
        (cell, number) -> {
          List<@Nullable Number> other = new ArrayList<>(cell);
          other.set(column, number);
          return other;
        });
  }

  /** The same with a further column. */
  Grid with(String column, Cell numbers) {
    List<String> more = new ArrayList<>(columns);
    more.add(column);
    return changed(
        more,
        numbers,
        (cell, number) -> {
          List<@Nullable Number> other = new ArrayList<>(cell);
          other.add(number);
          return other;
        });
  }

  private Grid changed(
      List<String> names,
      Cell numbers,
      BiFunction<List<@Nullable Number>, @Nullable Number, List<@Nullable Number>> change) {
    List<List<List<@Nullable Number>>> changed = new ArrayList<>(cells.size());
    for (int bucket = 0; bucket < cells.size(); bucket++) {
      List<List<@Nullable Number>> row = new ArrayList<>(groups.size());
      for (int group = 0; group < groups.size(); group++) {
        row.add(change.apply(cells.get(bucket).get(group), numbers.of(bucket, group)));
      }
      changed.add(row);
    }
    return new Grid(buckets, by, groups, names, changed);
  }

  /**
   * The index of a group in another grid, -1 if it is not there. All that are left over are one.
   */
  int indexOf(Answer.Group group) {
    for (int i = 0; i < groups.size(); i++) {
      Answer.Group own = groups.get(i);
      if (own.rest() ? group.rest() : own.equals(group)) {
        return i;
      }
    }
    return -1;
  }

  List<String> header() {
    List<String> header = new ArrayList<>();
    if (buckets.every() != Every.NONE) {
      header.add("time");
    }
    header.addAll(by);
    header.addAll(columns);
    return List.copyOf(header);
  }

  List<List<@Nullable Object>> rows() {
    List<List<@Nullable Object>> rows = new ArrayList<>(buckets.size() * groups.size());
    for (int bucket = 0; bucket < buckets.size(); bucket++) {
      String time =
          buckets.every() == Every.NONE ? null : Times.text(buckets.start(bucket), buckets.zone());
      for (int group = 0; group < groups.size(); group++) {
        List<@Nullable Object> row = new ArrayList<>();
        if (time != null) {
          row.add(time);
        }
        row.addAll(values(groups.get(group)));
        row.addAll(cells.get(bucket).get(group));
        rows.add(Collections.unmodifiableList(row));
      }
    }
    return Collections.unmodifiableList(rows);
  }

  /** Whether the last of the groups is all that the limit has left over. */
  static boolean hasRest(List<Answer.Group> groups) {
    return groups.stream().anyMatch(Answer.Group::rest);
  }

  /** What the answer says a group is. */
  static List<@Nullable Object> values(Answer.Group group) {
    List<@Nullable Object> values = new ArrayList<>();
    for (String value : group.values()) {
      values.add(group.rest() ? REST : value);
    }
    return values;
  }
}

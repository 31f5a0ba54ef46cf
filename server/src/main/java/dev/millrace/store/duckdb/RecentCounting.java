package dev.millrace.store.duckdb;

import dev.millrace.store.Property;
import dev.millrace.store.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Adds events in memory up for a view without the engine. Most properties can be read so, and a
 * statement costs more than reading the few events that have come since the last one.
 */
final class RecentCounting {
  private final View view;
  private final LongUnaryOperator bucket;
  private final Set<String> names;
  private final List<@Nullable RecentProperty> by = new ArrayList<>();
  private final List<RecentProperty> numbers = new ArrayList<>();
  private final List<@Nullable RecentProperty> distinct = new ArrayList<>();
  private final Map<ViewKey, ViewCell> cells = new HashMap<>();

  // Of the event before; a generation has one array for each text, so they compare by identity.
  private byte[] projectBefore = {};
  private byte[] nameBefore = {};
  private String project = "";
  private String name = "";
  private boolean isWanted;
  private @Nullable ViewKey keyBefore;
  private ViewCell cellBefore;

  private RecentCounting(View view, LongUnaryOperator bucket) {
    this.view = view;
    this.bucket = bucket;
    this.names = Set.copyOf(view.events());
    this.cellBefore = new ViewCell(view);
    for (Property property : view.by()) {
      by.add(property.equals(Property.NAME) ? null : new RecentProperty(property));
    }
    for (Property property : view.distinct()) {
      distinct.add(property.equals(Property.NAME) ? null : new RecentProperty(property));
    }
    for (View.Numbers each : view.numbers()) {
      numbers.add(new RecentProperty(each.property()));
    }
  }

  /**
   * The cells of the events with a time from the first to before the second, microseconds.
   *
   * @param bucket of a time
   * @return null if only the engine can read one of the properties
   */
  static @Nullable Map<ViewKey, ViewCell> count(
      View view, Generation.View rows, long from, long to, LongUnaryOperator bucket) {
    RecentCounting counting = new RecentCounting(view, bucket);
    boolean readable = view.by().stream().allMatch(RecentCounting::isReadable);
    readable &= view.numbers().stream().allMatch(each -> isReadable(each.property()));
    readable &= view.distinct().stream().allMatch(RecentCounting::isReadable);
    for (int row = 0; row < rows.rows() && readable; row++) {
      RecentChunk chunk = rows.chunk(row / RecentChunk.ROWS);
      int index = row % RecentChunk.ROWS;
      long time = chunk.times[index];
      if (time >= from && time < to) {
        readable = counting.add(chunk, index, time);
      }
    }
    return readable ? counting.cells : null;
  }

  private static boolean isReadable(Property property) {
    return property.equals(Property.NAME) || !property.isEventField();
  }

  private boolean add(RecentChunk chunk, int row, long time) {
    if (chunk.names[row] != nameBefore) {
      nameBefore = chunk.names[row];
      name = RecentChunk.text(nameBefore);
      isWanted = names.isEmpty() || names.contains(name);
    }
    if (!isWanted) {
      return true;
    }
    if (chunk.projects[row] != projectBefore) {
      projectBefore = chunk.projects[row];
      project = RecentChunk.text(projectBefore);
    }
    List<@Nullable String> values = new ArrayList<>(by.size());
    for (RecentProperty property : by) {
      if (property == null) {
        values.add(name);
        continue;
      }
      property.read(chunk.properties[row]);
      if (property.fragment() != null) {
        return false;
      }
      byte[] text = property.text();
      values.add(text == null ? null : RecentChunk.text(text));
    }
    ViewCell cell = cell(new ViewKey(project, bucket.applyAsLong(time), values));
    if (view.people()) {
      cell.add(chunk.numbers[row], time);
    } else {
      cell.addEvents(1);
      cell.addTime(time);
    }
    return addNumbers(cell, chunk.properties[row]) && addDistinct(cell, chunk.properties[row]);
  }

  private boolean addNumbers(ViewCell cell, byte @Nullable [] properties) {
    for (int i = 0; i < numbers.size(); i++) {
      RecentProperty property = numbers.get(i);
      property.read(properties);
      double number = property.number();
      if (Double.isNaN(number) && (property.fragment() != null || mayBeNumber(property.text()))) {
        return false;
      }
      cell.numbers(i).add(number);
    }
    return true;
  }

  private boolean addDistinct(ViewCell cell, byte @Nullable [] properties) {
    for (int i = 0; i < distinct.size(); i++) {
      RecentProperty property = distinct.get(i);
      byte[] text = nameBefore;
      if (property != null) {
        property.read(properties);
        if (property.fragment() != null) {
          return false;
        }
        text = property.text();
      }
      if (text != null) {
        cell.distinct(i).add(DistinctCell.token(text));
      }
    }
    return true;
  }

  /** The engine reads numbers in texts too. */
  private static boolean mayBeNumber(byte @Nullable [] text) {
    if (text == null || text.length == 0) {
      return false;
    }
    char first = Character.toLowerCase((char) text[0]);
    boolean isWord = first >= 'a' && first <= 'z' && first != 'i' && first != 'n';
    return !isWord;
  }

  private ViewCell cell(ViewKey key) {
    if (!key.equals(keyBefore)) {
      keyBefore = key;
      cellBefore = cells.computeIfAbsent(key, _ -> new ViewCell(view));
    }
    return cellBefore;
  }
}

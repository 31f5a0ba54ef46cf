package dev.millrace.store.duckdb;

import dev.millrace.store.Property;
import dev.millrace.store.duckdb.RecentTables.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes the SQL of the events that a snapshot sees: the file's, and those in memory. */
final class EventRelations {
  /** An expression over the file's table, and what stands for it in memory. */
  private static final Pattern EITHER =
      Pattern.compile("\u0001(.*?)\u0002(.*?)\u0003", Pattern.DOTALL);

  private static final String RECENT_COLUMNS =
      """
      project, id_high, id_low, id_text, name, number, anonymous,
      make_timestamp(time_us) as time, skew, make_timestamp(sent_us) as sent,
      make_timestamp(received_us) as received, properties, unparsed, context, "partition",
      "offset"\
      """;

  private final ReadSnapshot snapshot;
  private final List<Property> properties = new ArrayList<>();

  EventRelations(ReadSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /**
   * All events as one relation: the select for the file's tables and for those in memory, {@code
   * %s} standing for the table, joined by {@code union all}. Filters and properties belong into the
   * select: the engine uses the file's columnar form of a property only where it is extracted right
   * above the table, not above a union. The columns are those of {@code main.events}; properties
   * are to be had through {@link #text}, {@link #number(Property, String)} and {@link #isSet} only.
   */
  String from(String selectOfPeople) {
    return from(selectOfPeople, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /**
   * As above, where the select takes only events with a time from the first to before the second,
   * microseconds: what is in memory of other times is not looked at.
   */
  String from(String selectOfPeople, long from, long to) {
    String select = selectOfPeople.replace(People.PERSON, snapshot.whose());
    List<Generation.View> within =
        snapshot.views().stream()
            .map(rows -> rows.within(from, to))
            .filter(rows -> rows.rows() > 0)
            .toList();
    return within.isEmpty()
        ? fromFile(select)
        : "(" + inFile(select) + "\nunion all\n" + inMemory(select, within) + ")";
  }

  /** The events of one of the file's tables alone; see {@link #from}. */
  static String fromTable(String select, String table) {
    return "(" + inFile(select, table) + ")";
  }

  /** The events of the file alone; see {@link #from}. */
  String fromFile(String select) {
    return "(" + inFile(select) + ")";
  }

  /** The events in memory alone; see {@link #from}. */
  String fromMemory(String select) {
    // The engine fails on a bound value that no place refers to, so those of the file stay.
    return "("
        + inMemory(select, snapshot.views())
        + "\nunion all\nselect * from ("
        + inFile(select, "main.events")
        + ") where false)";
  }

  private String inFile(String select) {
    String onTime = inFile(select, "main.events");
    return snapshot.hasLate()
        ? onTime + "\nunion all\n" + inFile(select, "main.late_events")
        : onTime;
  }

  private static String inFile(String select, String table) {
    return EITHER.matcher(select).replaceAll("$1").replace("%s", table);
  }

  private String inMemory(String select, List<Generation.View> rows) {
    return EITHER.matcher(select).replaceAll("$2").replace("%s", recentEvents(rows, 1));
  }

  /**
   * What is in memory, with the columns of {@code main.events}. A thread takes what fills a row
   * group, so that none is left half-full.
   */
  String recentByRowGroup() {
    return recentEvents(snapshot.views(), Layout.ROW_GROUP / RecentChunk.ROWS);
  }

  private String recentEvents(List<Generation.View> rows, int stretch) {
    String asked =
        IntStream.range(0, properties.size())
            .mapToObj(i -> ", text%1$d, json%1$d, number%1$d".formatted(i))
            .collect(Collectors.joining());
    long ticket = snapshot.issue(new Reading(rows, properties, List.of(), stretch));
    return "(select " + RECENT_COLUMNS + asked + " from recent(" + ticket + "))";
  }

  /** All properties as one VARIANT; null where the engine cannot read them. */
  String properties() {
    return either("properties", "try_cast(try_cast(properties as json) as variant)");
  }

  /** All properties as JSON; as a JSON text if the engine does not read them. */
  String propertiesJson() {
    String unparsedJson = "coalesce(try_cast(unparsed as json), to_json(unparsed))";
    return either(
        "coalesce(properties::json, " + unparsedJson + ")",
        "coalesce(try_cast(properties as json), to_json(properties), " + unparsedJson + ")");
  }

  /** A property as text. */
  String text(Property property, String inFile) {
    return either(inFile, recentText(index(property)));
  }

  /** A property as number; in memory it is read in the way that never fails. */
  String number(Property property, String inFile) {
    int index = index(property);
    return either(inFile, "coalesce(number" + index + ", " + readAsNumber(recentText(index)) + ")");
  }

  String isSet(Property property, String inFile) {
    int index = index(property);
    return either(inFile, "(text" + index + " is not null or json" + index + " is not null)");
  }

  /** What a text reads as. */
  static String readAsNumber(String text) {
    return "(case "
        + text
        + " when 'true' then 1.0::double when 'false' then 0.0::double else try_cast("
        + text
        + " as double) end)";
  }

  private static String recentText(int index) {
    return "coalesce(text%1$d, json%1$d::json::variant::varchar)".formatted(index);
  }

  private static String either(String inFile, String inMemory) {
    return "\u0001" + inFile + "\u0002" + inMemory + "\u0003";
  }

  private int index(Property property) {
    int index = properties.indexOf(property);
    if (index >= 0) {
      return index;
    }
    properties.add(property);
    return properties.size() - 1;
  }
}

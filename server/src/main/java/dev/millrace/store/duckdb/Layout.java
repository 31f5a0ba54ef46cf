package dev.millrace.store.duckdb;

import java.util.List;

/**
 * The tables of the file, and the statements that create them. The newest events are in no table
 * but in {@link Generation}s; each event is in exactly one of the two, and {@link ReadSnapshot}
 * says where to look.
 *
 * <p>Tables have no keys and indexes: the engine's indexes are where its known defects are, and
 * pruning by the minima and maxima of row groups serves what is asked here. Times are {@code
 * TIMESTAMP}s in UTC.
 */
final class Layout {
  /** Goes up when a table changes; a file of another version is refused. */
  static final int VERSION = 6;

  /**
   * The largest skew that is kept as such, microseconds. An event whose times are further from that
   * of its receipt is late.
   */
  static final long NEAR_MICROS = 60_000_000;

  /** Rows of a full row group, the unit that the engine compresses, prunes and rewrites by. */
  static final int ROW_GROUP = 122_880;

  /**
   * One row an event, about in log order. Events that were received within {@link #NEAR_MICROS} of
   * their time lie in {@code events}, so that the engine prunes its row groups by ranges of time,
   * and the others in {@code late_events}: a few of these in a row group would stretch it over
   * days.
   *
   * <ul>
   *   <li>{@code id_high} and {@code id_low} hold an id that is a UUID in canonical lower-case
   *       text, {@code id_text} any other; the respective other is null. A UUID takes 16 bytes, not
   *       21.
   *   <li>{@code number} is the user's number in {@code people}.
   *   <li>{@code anonymous} is the device's number, null when the client sent none.
   *   <li>When the client's uncorrected time is near {@code time}, as it is but for odd clocks, it
   *       is {@code time - skew}, in microseconds, else {@code sent}; without one, both are null.
   *       The skew is the same for all events of a request, so it takes no space to speak of. A
   *       late event has {@code sent}, for the engine to prune by.
   *   <li>{@code properties} is a VARIANT object, never null unless {@code unparsed} is set: the
   *       text of properties that the engine would not read, which no question can look into.
   *   <li>{@code context} is JSON text, null for the empty object.
   * </ul>
   */
  private static final String EVENT_TABLE =
      """
      create table main.%s (
        project varchar,
        id_high bigint,
        id_low bigint,
        id_text varchar,
        name varchar,
        number integer,
        anonymous integer,
        time timestamp,
        skew bigint,
        sent timestamp,
        received timestamp,
        properties variant,
        unparsed varchar,
        context varchar,
        "partition" integer,
        "offset" bigint)
      """;

  /** Who has sent events: the numbers count up from 0, over all projects. */
  private static final String PEOPLE =
      "create table main.people (number integer, project varchar, \"user\" varchar)";

  /** Numbers that are the same person; see {@link Identities.Link}. */
  private static final String LINKS =
      """
      create table main.links (
        number integer, "user" integer, is_alias boolean, since bigint, rank integer)
      """;

  /**
   * Versions of views: the definition as JSON, and the time from which on the version has all
   * events of the file, in microseconds; see {@link StoredView}.
   */
  private static final String VIEWS =
      "create table main.views (id integer, definition varchar, built_from bigint)";

  /**
   * Events added up for a version of a view, by stretch of {@code time}, 15 minutes or a day in
   * UTC, which have a table each: to get at one set the engine reads 2,048 of them, and by the
   * values of its properties; both stretches cover all events, the last of which is at {@code
   * latest}. Where {@code minutes} is negative, the row adds up all values of the properties.
   * {@code people} is a Roaring bitmap of numbers in its portable format, not compressed: that
   * would make it little smaller, and takes a third of the time in which a view is built. {@code
   * numbers} is what {@link NumberCell} writes for one property after the other, and after these
   * what {@link DistinctCell} does. A key may have several rows, to be added up. Rows are replaced,
   * not changed: an {@code id} stands for the same row for ever.
   */
  private static final String VIEW_TABLE =
      """
      create table main.%s (
        id bigint,
        view integer,
        project varchar,
        minutes smallint,
        bucket timestamp,
        "count" bigint,
        latest timestamp,
        people blob using compression uncompressed,
        numbers blob,
        by0 varchar,
        by1 varchar,
        by2 varchar,
        by3 varchar,
        by4 varchar)
      """;

  /** What a new file is made of. */
  static final List<String> FILE =
      List.of(
          EVENT_TABLE.formatted("events"),
          EVENT_TABLE.formatted("late_events"),
          "create view main.all_events as from main.events union all from main.late_events",
          PEOPLE,
          LINKS,
          VIEWS,
          VIEW_TABLE.formatted("view_quarters"),
          VIEW_TABLE.formatted("view_days"),
          "create view main.view_rows as from main.view_quarters union all from main.view_days",
          // Where the file stands: the next offset of each partition of one log.
          "create table main.positions (log_id varchar, \"partition\" integer, next bigint)",
          // One row. The file has everything of the generations up to this one.
          // The number of changes tells readers whether what they have seen is still so.
          """
          create table main.meta (
            layout_version integer, generation bigint, changes bigint, has_late boolean)
          """,
          "insert into main.meta values (" + VERSION + ", 0, 0, false)");

  static final String ON_TIME = "main.events";
  static final String LATE = "main.late_events";

  /** The tables of events. */
  static final List<String> EVENTS = List.of(ON_TIME, LATE);

  static final String COUNT_EVENTS =
      "select (select count(*) from main.events) + (select count(*) from main.late_events)";

  /**
   * Belongs to every transaction that changes events, views or their rows; of events, {@link
   * FileChanges} is told too.
   */
  static final String COUNT_CHANGE = "update main.meta set changes = changes + 1";

  private Layout() {}
}

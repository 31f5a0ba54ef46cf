package dev.millrace.store.duckdb;

import java.util.List;

/**
 * The tables of the store, and the statements that create them.
 *
 * <p>What is on disk is in {@code main}; the newest events are in the attached memory database
 * {@code recent}, in a pair of tables for each generation that the file does not have yet. Each
 * event is in exactly one of them; {@link ReadSnapshot} says where to look. Tables have no keys and
 * indexes: the engine's indexes are where its known defects are, and pruning by the minima and
 * maxima of row groups serves what is asked here. Times are {@code TIMESTAMP}s in UTC.
 */
final class Layout {
  /** Goes up when a table changes; a file of another version is refused. */
  static final int VERSION = 1;

  /** The largest skew that is kept as such, microseconds. */
  static final long NEAR_MICROS = 60_000_000;

  /** Rows of a full row group, the unit that the engine compresses, prunes and rewrites by. */
  static final int ROW_GROUP = 122_880;

  /**
   * One row an event, in log order within each partition.
   *
   * <ul>
   *   <li>{@code id_uuid} holds an id that is a UUID in canonical lower-case text, {@code id_text}
   *       any other; the respective other one is null. A UUID takes 16 bytes instead of 21.
   *   <li>{@code anonymous} is null when the client sent none.
   *   <li>When the client's uncorrected time is near {@code time}, as it is but for odd clocks, it
   *       is {@code time - skew}, in microseconds, else {@code sent}; without one, both are null.
   *       The skew is the same for all events of a request, so it takes no space to speak of.
   *   <li>{@code properties} is a VARIANT object, never null unless {@code unparsed} is set: the
   *       text of properties that the engine would not read, which no question can look into.
   *   <li>{@code context} is JSON text, null for the empty object.
   * </ul>
   */
  private static final String EVENT_COLUMNS =
      """
      (
        project varchar,
        id_uuid uuid,
        id_text varchar,
        name varchar,
        "user" varchar,
        anonymous varchar,
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

  /**
   * Events counted by project, 15 minutes of {@code time}, and name. The file has one row for a
   * key; a generation in memory may have several, and the same key may be in the file too: so
   * always {@code sum("count")} and {@code finalize(combine_aggr(people))}. The type of a state
   * cannot be written in DDL.
   */
  private static final String ACTIVITY =
      """
      as select
        project,
        time as bucket,
        name,
        count(*) as "count",
        approx_count_distinct("user") export_state as people
      from main.events group by all limit 0
      """;

  /** What a new file is made of. */
  static final List<String> FILE =
      List.of(
          "create table main.events " + EVENT_COLUMNS,
          "create table main.activity " + ACTIVITY,
          // Where the file stands: the next offset of each partition of one log.
          "create table main.positions (log_id varchar, \"partition\" integer, next bigint)",
          // One row. The file has everything of the generations up to this one.
          "create table main.meta (layout_version integer, generation bigint)",
          "insert into main.meta values (" + VERSION + ", 0)");

  /** What memory starts with: the generations that have tables. */
  static final List<String> MEMORY =
      List.of("attach ':memory:' as recent", "create table recent.generations (number bigint)");

  /** What a batch is written to before the engine reads its JSON. */
  static final String STAGE =
      """
      create or replace temp table stage (
        project varchar,
        id_uuid uuid,
        id_text varchar,
        name varchar,
        "user" varchar,
        anonymous varchar,
        time timestamp,
        skew bigint,
        sent timestamp,
        received timestamp,
        properties varchar,
        unparsed varchar,
        context varchar,
        "partition" integer,
        "offset" bigint)
      """;

  private Layout() {}

  /**
   * Makes a generation's tables and then, last, lets readers know of it.
   *
   * <p>The row that comes and goes, each in a transaction of its own, decides how the file is
   * written: a table's first transaction gets a row group of its own, however small. Flushed, that
   * leaves row groups in the file that are not full, and the next checkpoint writes all of them
   * again to merge them. So the first row group is spent on nothing.
   */
  static List<String> createGeneration(long number) {
    return List.of(
        "create table " + events(number) + " " + EVENT_COLUMNS,
        "insert into " + events(number) + " (\"offset\") values (-1)",
        "delete from " + events(number),
        "create table " + activity(number) + " " + ACTIVITY,
        "insert into recent.generations values (" + number + ")");
  }

  static List<String> dropGeneration(long number) {
    return List.of(
        "drop table " + events(number),
        "drop table " + activity(number),
        "delete from recent.generations where number = " + number);
  }

  static String events(long generation) {
    return "recent.events_" + generation;
  }

  static String activity(long generation) {
    return "recent.activity_" + generation;
  }
}

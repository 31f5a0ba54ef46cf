package dev.millrace.store.duckdb;

import java.util.List;

/**
 * The tables of a store's file, and the statements that create them.
 *
 * <p>All tables are append-only, without keys and indexes: the engine's indexes are where its known
 * defects are, and pruning by the minima and maxima of row groups serves what is asked here. Times
 * are {@code TIMESTAMP}s in UTC without a zone.
 */
final class Layout {
  /** Goes up when a table changes; a file of another version is refused. */
  static final int VERSION = 1;

  /** The grain of {@code activity}. */
  static final long BUCKET_MICROS = 15L * 60 * 1_000_000;

  /**
   * One row an event, in log order within each partition.
   *
   * <ul>
   *   <li>{@code id_uuid} holds an id that is a UUID in canonical lower-case text, {@code id_text}
   *       any other; the respective other one is null. A UUID takes 16 bytes instead of 37.
   *   <li>{@code anonymous} and {@code sent} are null when the client sent none.
   *   <li>{@code properties} is a VARIANT object, never null unless {@code unparsed} is set: the
   *       text of properties that the engine would not read, which no question can look into.
   *   <li>{@code context} is JSON text, null for the empty object.
   * </ul>
   */
  static final String EVENTS =
      """
      create table events (
        project varchar,
        id_uuid uuid,
        id_text varchar,
        name varchar,
        "user" varchar,
        anonymous varchar,
        time timestamp,
        sent timestamp,
        received timestamp,
        properties variant,
        unparsed varchar,
        context varchar,
        "partition" integer,
        "offset" bigint)
      """;

  /**
   * Events counted by project, 15 minutes of {@code time}, and name. A key has a row for each batch
   * that touched it until compaction merges them, so always {@code sum("count")} and {@code
   * finalize(combine_aggr(people))}. The type of a state cannot be written in DDL.
   */
  static final String ACTIVITY =
      """
      create table activity as
      select
        project,
        time as bucket,
        name,
        count(*) as "count",
        approx_count_distinct("user") export_state as people
      from events group by all limit 0
      """;

  /** Where the store stands: the next offset of each partition of one log. */
  static final String POSITIONS =
      """
      create table positions (log_id varchar, "partition" integer, next bigint)
      """;

  static final String META = "create table meta (layout_version integer)";

  static final List<String> ALL =
      List.of(EVENTS, ACTIVITY, POSITIONS, META, "insert into meta values (" + VERSION + ")");

  private Layout() {}
}

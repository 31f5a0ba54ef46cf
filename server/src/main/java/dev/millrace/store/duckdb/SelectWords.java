package dev.millrace.store.duckdb;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that a statement from outside may be made of, by the names that the engine's parser gives
 * them. What is in none of these sets is refused: a function that a later version of the engine
 * brings is out until somebody has looked at it.
 *
 * <p>Left out on purpose is whatever reads or tells more than its arguments (files, settings, the
 * catalog, the machine), runs text as SQL, waits, or makes a large value of a small one: the engine
 * does not count the memory of texts, and cannot be stopped in the middle of one.
 */
final class SelectWords {
  /** Queries, relations, and what hangs on them. */
  static final Set<String> NODES =
      words(
          """
          SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE CTE_NODE
          BASE_TABLE SUBQUERY JOIN TABLE_FUNCTION EMPTY EXPRESSION_LIST
          ORDER_MODIFIER LIMIT_MODIFIER DISTINCT_MODIFIER
          ORDER_DEFAULT ASCENDING DESCENDING
          """);

  /** Classes of expressions. Not: parameters, lambdas, collations, positional references. */
  static final Set<String> EXPRESSIONS =
      words(
          """
          BETWEEN CASE CAST COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION OPERATOR STAR
          SUBQUERY TYPE WINDOW
          """);

  static final Set<String> TYPES =
      words(
          """
          BOOLEAN TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT FLOAT
          DOUBLE DECIMAL VARCHAR DATE TIME TIMESTAMP UUID INTERVAL JSON
          BOOL INT INT1 INT2 INT4 INT8 SHORT LONG FLOAT4 FLOAT8 REAL NUMERIC TEXT STRING CHAR BPCHAR
          DATETIME TIMESTAMPTZ LIST
          """);

  /** {@code TIMESTAMP WITH TIME ZONE}, which has spaces in its name. */
  static final String ZONED_TIME = "TIMESTAMP WITH TIME ZONE";

  /** Functions in {@code from}; each gives its rows one by one. */
  static final Set<String> TABLE_FUNCTIONS = words("range generate_series unnest");

  /** Functions that make texts longer: their texts are cut before; see {@link GrowingTexts}. */
  static final Set<String> GROWING = words("|| concat concat_ws replace regexp_replace");

  static final Set<String> FUNCTIONS =
      words(
          """
          + - * / % // ** ^ & | ~ << >> @ !
          ~~ !~~ ~~* !~~* ~~~ like_escape not_like_escape ilike_escape not_ilike_escape ^@
          -> ->> || concat concat_ws replace regexp_replace

          abs ceil ceiling floor round trunc sign sqrt cbrt exp ln log log10 log2 pow power mod
          fmod fdiv divide multiply add subtract greatest least isnan isinf isfinite even pi degrees
          radians sin cos tan cot asin acos atan atan2 random hash bit_count width_bucket
          coalesce nullif ifnull if

          length len strlen char_length character_length lower lcase upper ucase trim ltrim rtrim
          left right substring substr left_grapheme right_grapheme contains starts_with prefix
          ends_with suffix position strpos instr split_part reverse ascii chr md5 sha1 sha256
          strip_accents regexp_matches regexp_full_match regexp_extract nfc_normalize

          now get_current_timestamp today current_date current_timestamp
          date_trunc datetrunc date_part datepart date_diff datediff date_sub datesub date_add
          time_bucket age timezone extract year quarter month week day dayofmonth dayofweek
          dayofyear isodow isoyear weekofyear weekday yearweek hour minute second millisecond
          microsecond epoch epoch_ms epoch_us epoch_ns dayname monthname last_day make_date
          make_time make_timestamp make_timestamptz to_timestamp strftime strptime try_strptime
          to_years to_quarters to_months to_weeks to_days to_hours to_minutes to_seconds
          to_milliseconds to_microseconds century decade era

          typeof variant_typeof json_extract json_extract_string json_extract_path
          json_extract_path_text json_type json_valid json_array_length json_keys json_exists
          array_length list_contains array_contains list_has array_has list_position list_indexof
          list_extract list_element array_extract list_slice array_slice list_sort array_sort
          list_distinct list_unique list_sum list_avg list_min list_max list_count list_first
          list_last struct_extract list_value unnest

          count count_star count_if countif sum avg mean min max median mode
          quantile quantile_cont quantile_disc approx_quantile approx_count_distinct
          stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop covar_samp
          regr_slope regr_intercept regr_r2 skewness kurtosis entropy mad product geomean
          any_value arbitrary first last arg_min arg_max argmin argmax min_by max_by bool_and
          bool_or bit_and bit_or bit_xor fsum favg list array_agg string_agg group_concat listagg
          grouping grouping_id

          row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value
          nth_value fill
          """);

  /** Names that the engine reads as functions when there is no column of that name. */
  static final Set<String> TELLING_COLUMNS =
      words(
          """
          current_user session_user current_role current_catalog current_schema current_database
          current_query rowid
          """);

  private SelectWords() {}

  private static Set<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());
  }
}

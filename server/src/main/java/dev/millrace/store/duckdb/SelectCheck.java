package dev.millrace.store.duckdb;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the tree that the engine's own parser makes of a statement, and rewrites it so that it
 * reaches nothing but the relations that are put in front of it.
 *
 * <ul>
 *   <li>Every part of it must be one that {@link SelectWords} knows.
 *   <li>Tables are {@code events}, {@code activity}, declared views, or a {@code with} of the
 *       statement that is in scope. All are renamed to names that nothing in the engine has, so
 *       that a name which is looked up in a place that this class did not think of is found
 *       nowhere.
 *   <li>Texts are cut to {@link GrowingTexts#JOINED_CHARS} before they are joined or replaced in,
 *       so that no nesting of such makes a large one.
 * </ul>
 *
 * <p>What is checked is what runs: the rewritten tree is printed as SQL, and the text is parsed and
 * read again by {@link #requireRewritten}.
 */
final class SelectCheck {
  /** Before the names of the relations that a project has. */
  static final String OURS = "millrace ";

  /** Before the names that a statement gives to its own. */
  static final String THEIRS = "with ";

  /** Tables, functions and subqueries in from: the engine's planner cannot be interrupted. */
  private static final int MAX_RELATIONS = 20;

  /** SELECTs, wherever they stand. */
  private static final int MAX_QUERIES = 40;

  private static final Set<String> RELATIONS =
      Set.of("BASE_TABLE", "SUBQUERY", "TABLE_FUNCTION", "EXPRESSION_LIST");

  /** Each may make a text of quotes twice as long. */
  private static final int MAX_JSON_CASTS = 8;

  private static final int SHOWN_CHARS = 80;

  private final Set<String> ours;
  private final boolean rewritten;
  private final Set<String> columns = new HashSet<>();
  private final Set<String> tables = new HashSet<>();
  private int jsonCasts;
  private int relations;
  private int queries;

  private SelectCheck(Set<String> ours, boolean rewritten) {
    this.ours = ours;
    this.rewritten = rewritten;
  }

  /**
   * What a statement reads.
   *
   * @param columns every name that may be a column's, in lower case; with {@code *} if it asks for
   *     all
   * @param tables of those that there are
   */
  record Reads(Set<String> columns, Set<String> tables) {
    boolean mentions(String column) {
      return columns.contains(column) || columns.contains("*");
    }
  }

  /**
   * Checks a statement's tree and rewrites it in place.
   *
   * @param ours the tables that there are, by lower-case names
   */
  static Reads rewrite(JsonNode tree, Set<String> ours) {
    SelectCheck check = new SelectCheck(ours, false);
    check.statement(tree);
    return new Reads(check.columns, check.tables);
  }

  /** Checks the tree of a text that was printed from a rewritten tree. */
  static void requireRewritten(JsonNode tree, Set<String> ours) {
    new SelectCheck(ours, true).statement(tree);
  }

  private void statement(JsonNode tree) {
    JsonNode statements = tree.path("statements");
    if (statements.size() != 1) {
      throw refused(
          "there are " + statements.size() + " statements", "send one SELECT without others");
    }
    if (!statements.path(0).path("named_param_map").isEmpty()) {
      throw refused("parameters such as ? and $1", "write the values into the statement");
    }
    walk(statements.path(0).path("node"), Set.of());
  }

  /**
   * @param scope names of {@code with} that may be used here, in lower case, as the statement has
   *     them
   */
  private void walk(JsonNode node, Set<String> scope) {
    if (node.isArray()) {
      node.forEach(each -> walk(each, scope));
    } else if (node instanceof ObjectNode object) {
      if (object.has("class")) {
        expression(object, scope);
      } else if (object.has("cte_map")) {
        query(object, scope);
      } else {
        part(object, scope);
      }
    }
  }

  private void children(ObjectNode object, Set<String> scope) {
    object.forEach(child -> walk(child, scope));
  }

  /** A query first names what it has with it; each name is known from the next one on. */
  private void query(ObjectNode query, Set<String> scope) {
    requireKnown(query);
    if (++queries > MAX_QUERIES) {
      throw refused("more than " + MAX_QUERIES + " queries in one", null);
    }
    Set<String> known = new HashSet<>(scope);
    for (JsonNode entry : query.path("cte_map").path("map")) {
      String name = ownName(entry.path("key").asString(""));
      ObjectNode value = object(entry.path("value"));
      if (value.path("materialized").asString("").equals("CTE_MATERIALIZE_NEVER")) {
        // One that reads another twice, and so on, is planned as often as there are ways.
        throw refused("not materialized", "leave it to the engine");
      }
      if (!value.path("key_targets").isEmpty() || !value.path("payload_aggregates").isEmpty()) {
        throw refused("with … using key", null);
      }
      ObjectNode body = object(value.path("query_node"));
      Set<String> inside = new HashSet<>(known);
      if (body.path("type").asString("").equals("RECURSIVE_CTE_NODE")) {
        inside.add(name);
      }
      walk(body, inside);
      known.add(name);
      if (!rewritten) {
        object(entry).put("key", THEIRS + name);
      }
    }
    if (query.has("cte_name")) {
      String name = ownName(query.path("cte_name").asString(""));
      if (!rewritten) {
        query.put("cte_name", THEIRS + name);
      }
      if (!query.path("key_targets").isEmpty()) {
        throw refused("with … using key", null);
      }
    }
    for (String field : query.propertyNames()) {
      if (!field.equals("cte_map")) {
        walk(query.path(field), known);
      }
    }
  }

  /** The name of a {@code with} as the statement has it. */
  private String ownName(String written) {
    String name = written.toLowerCase(Locale.ROOT);
    if (!rewritten) {
      return name;
    }
    if (!name.startsWith(THEIRS)) {
      throw unprinted(written);
    }
    return name.substring(THEIRS.length());
  }

  private void part(ObjectNode object, Set<String> scope) {
    if (object.path("type").isString()) {
      requireKnown(object);
      if (RELATIONS.contains(object.path("type").asString("")) && ++relations > MAX_RELATIONS) {
        throw refused("more than " + MAX_RELATIONS + " tables and subqueries in from", null);
      }
      switch (object.path("type").asString("")) {
        case "BASE_TABLE" -> table(object, scope);
        case "TABLE_FUNCTION" -> {
          tableFunction(object.path("function"));
          walk(object.path("function").path("arguments"), scope);
          return;
        }
        default -> {}
      }
    }
    children(object, scope);
  }

  private static void requireKnown(ObjectNode object) {
    String type = object.path("type").asString("");
    if (!SelectWords.NODES.contains(type)) {
      throw refused(type.toLowerCase(Locale.ROOT).replace('_', ' '), null);
    }
    if (object.has("sample") && !object.path("sample").isNull()) {
      throw refused("using sample", "filter with hash(id) % 100 = 0 instead");
    }
  }

  private void table(ObjectNode table, Set<String> scope) {
    JsonNode path = table.path("qualified_name").path("path");
    String written = table.path("table_name").asString("");
    if (!table.path("schema_name").asString("").isEmpty()
        || !table.path("catalog_name").asString("").isEmpty()
        || path.size() != 1
        || !path.path(0).asString("").equals(written)
        || !table.path("at_clause").isNull()) {
      throw refused("tables of a schema or a database", tables());
    }
    String name = written.toLowerCase(Locale.ROOT);
    if (rewritten) {
      if (!(name.startsWith(OURS) && ours.contains(name.substring(OURS.length())))
          && !(name.startsWith(THEIRS) && scope.contains(name.substring(THEIRS.length())))) {
        throw unprinted(written);
      }
      return;
    }
    String renamed;
    if (scope.contains(name)) {
      renamed = THEIRS + name;
    } else if (ours.contains(name)) {
      tables.add(name);
      renamed = OURS + name;
    } else {
      throw new MillraceException(
          Fault.INVALID_SQL, "there is no table " + shown(written), tables(), null);
    }
    table.put("table_name", renamed);
    ((ArrayNode) path).set(0, renamed);
    if (table.path("alias").asString("").isEmpty()) {
      table.put("alias", written);
    }
  }

  private String tables() {
    return "there are " + String.join(", ", ours);
  }

  private static void tableFunction(JsonNode function) {
    String name = function.path("function_name").asString("").toLowerCase(Locale.ROOT);
    if (!function.path("class").asString("").equals("FUNCTION")
        || !SelectWords.TABLE_FUNCTIONS.contains(name)) {
      throw refused("the function " + shown(name) + " in from", "unnest and generate_series are");
    }
    requirePlain(function);
  }

  private void expression(ObjectNode expression, Set<String> scope) {
    String kind = expression.path("class").asString("");
    if (!SelectWords.EXPRESSIONS.contains(kind)) {
      throw refused(kind.toLowerCase(Locale.ROOT).replace('_', ' ') + " expressions", null);
    }
    switch (kind) {
      case "COLUMN_REF" -> column(expression);
      case "STAR" -> star(expression);
      case "TYPE" -> type(expression);
      case "FUNCTION", "WINDOW" -> function(expression);
      default -> {}
    }
    children(expression, scope);
    if (kind.equals("FUNCTION") && !rewritten) {
      GrowingTexts.bound(expression);
      if (expression.path("function_name").asString("").equals("count_star")
          && expression.path("alias").asString("").isEmpty()) {
        expression.put("alias", "count(*)");
      }
    }
  }

  private void column(JsonNode column) {
    JsonNode names = column.path("column_names");
    if (names.size() == 1
        && SelectWords.TELLING_COLUMNS.contains(
            names.path(0).asString("").toLowerCase(Locale.ROOT))) {
      throw refused(shown(names.path(0).asString("")), null);
    }
    names.forEach(name -> columns.add(name.asString("").toLowerCase(Locale.ROOT)));
  }

  private void star(JsonNode star) {
    if (!star.path("expr").isNull()) {
      throw refused("columns() with a pattern", "name the columns");
    }
    columns.add("*");
  }

  private void type(JsonNode type) {
    requirePlain(type);
    String name = type.path("type_name").asString("").toUpperCase(Locale.ROOT);
    if (!SelectWords.TYPES.contains(name) && !name.equals(SelectWords.ZONED_TIME)) {
      throw refused("the type " + shown(name), null);
    }
    if (name.equals("JSON") && ++jsonCasts > MAX_JSON_CASTS) {
      throw refused("more than " + MAX_JSON_CASTS + " casts to JSON", null);
    }
  }

  private void function(ObjectNode function) {
    requirePlain(function);
    String name = function.path("function_name").asString("").toLowerCase(Locale.ROOT);
    if (!SelectWords.FUNCTIONS.contains(name)) {
      throw refused("the function " + shown(name), "docs/sql.md lists what may be used");
    }
    if (function.path("export_state").asBoolean(false)) {
      throw refused("export_state", null);
    }
    if (name.equals("list_value") && !constant(function)) {
      throw refused("a list of anything but constants", "list(…) collects values of many rows");
    }
  }

  /** Whether it is a constant, or a list of such. */
  private static boolean constant(JsonNode expression) {
    if (expression.path("class").asString("").equals("CONSTANT")) {
      return true;
    }
    return expression.path("function_name").asString("").equals("list_value")
        && expression
            .path("arguments")
            .valueStream()
            .allMatch(argument -> constant(argument.path("expression")));
  }

  /** No schema or catalog before a name. */
  private static void requirePlain(JsonNode named) {
    if (!named.path("schema").asString("").isEmpty()
        || !named.path("catalog").asString("").isEmpty()
        || named.path("qualified_name").path("path").size() != 1) {
      throw refused("names of a schema or a database", null);
    }
  }

  private static ObjectNode object(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw refused("this form of a query", null);
  }

  /** The engine prints a statement differently from how it reads it: better none than another. */
  private static MillraceException unprinted(String name) {
    return refused("a statement with the name " + shown(name), null);
  }

  static MillraceException refused(String what, @Nullable String hint) {
    return new MillraceException(
        Fault.SQL_NOT_ALLOWED, "not allowed in SQL here: " + what, hint, null);
  }

  private static String shown(String text) {
    return text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "…" : text;
  }
}

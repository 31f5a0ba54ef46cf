package dev.millrace.store.duckdb;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bounds the functions that make texts longer, in the tree of a statement: doubled often enough, a
 * text of one character takes all memory there is, which the engine neither counts nor stops.
 */
final class GrowingTexts {
  /** Characters of a text that is joined with another. */
  static final int JOINED_CHARS = 65_536;

  private static final int MAX_REPLACEMENT_CHARS = 8;

  private GrowingTexts() {}

  /** Cuts the texts that a function makes longer, and wants what they grow by to be small. */
  static void bound(ObjectNode function) {
    String name = function.path("function_name").asString("").toLowerCase(Locale.ROOT);
    if (!SelectWords.GROWING.contains(name)) {
      return;
    }
    JsonNode arguments = function.path("arguments");
    boolean replaces = name.endsWith("replace");
    if (replaces) {
      requireSmall(name, arguments.path(2).path("expression"));
    }
    int cut = replaces ? 1 : arguments.size();
    for (int i = 0; i < cut && i < arguments.size(); i++) {
      ObjectNode argument = (ObjectNode) arguments.path(i);
      argument.set("expression", cut((ObjectNode) argument.path("expression")));
    }
    if (function.path("alias").asString("").isEmpty()) {
      function.put("alias", name.equals("||") ? "concat" : name);
    }
  }

  private static void requireSmall(String name, JsonNode replacement) {
    if (!replacement.path("class").asString("").equals("CONSTANT")
        || replacement.path("literal").path("text").asString("").length() > MAX_REPLACEMENT_CHARS) {
      throw SelectCheck.refused(
          name + " by anything but a constant of up to " + MAX_REPLACEMENT_CHARS + " characters",
          null);
    }
  }

  private static ObjectNode cut(ObjectNode text) {
    ObjectNode cut = function(text, "left");
    ArrayNode arguments = cut.putArray("arguments");
    ObjectNode cast = text.objectNode();
    cast.put("class", "CAST").put("type", "OPERATOR_CAST").put("alias", "").put("try_cast", false);
    cast.set("child", text);
    ObjectNode type = cast.putObject("type_expr");
    type.put("class", "TYPE").put("type", "TYPE").put("alias", "");
    type.put("catalog", "").put("schema", "").put("type_name", "VARCHAR");
    type.putArray("children");
    type.putObject("qualified_name").putArray("path").add("VARCHAR");
    argument(arguments, cast);
    ObjectNode chars = text.objectNode();
    chars.put("class", "CONSTANT").put("type", "VALUE_CONSTANT").put("alias", "");
    chars.putObject("literal").put("kind", "INTEGER").put("text", Integer.toString(JOINED_CHARS));
    argument(arguments, chars);
    return cut;
  }

  private static ObjectNode function(ObjectNode near, String name) {
    ObjectNode function = near.objectNode();
    function.put("class", "FUNCTION").put("type", "FUNCTION").put("alias", "");
    function.put("function_name", name).put("schema", "").put("catalog", "");
    function.putNull("filter");
    function.putObject("order_bys").put("type", "ORDER_MODIFIER").putArray("orders");
    function.put("distinct", false).put("is_operator", false).put("export_state", false);
    function.putObject("qualified_name").putArray("path").add(name);
    return function;
  }

  private static void argument(ArrayNode arguments, ObjectNode expression) {
    arguments.addObject().put("name", "").set("expression", expression);
  }
}

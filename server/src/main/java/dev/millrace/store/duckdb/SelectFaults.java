package dev.millrace.store.duckdb;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the engine's errors mean when the statement came from outside. The kind of an error is how
 * its message begins, and nothing behind that is looked at: it quotes the statement.
 */
final class SelectFaults {
  private static final int MESSAGE_CHARS = 300;

  /** What is no statement's fault. All other kinds are, such as Binder and Conversion Error. */
  private static final List<String> OF_ENGINE =
      List.of(
          "FATAL Error",
          "INTERNAL Error",
          "IO Error",
          "INTERRUPT Error",
          "TransactionContext Error");

  private SelectFaults() {}

  /** The fault of a failed statement; throws the error itself if that is the engine's. */
  static MillraceException of(SQLException error) throws SQLException {
    String message = String.valueOf(error.getMessage());
    int kind = message.indexOf(" Error: ");
    if (kind < 0
        || error instanceof SQLTimeoutException
        || OF_ENGINE.stream().anyMatch(message::startsWith)) {
      throw error;
    }
    if (message.startsWith("Out of Memory Error: ")) {
      return tooMuchMemory();
    }
    return new MillraceException(
        Fault.INVALID_SQL,
        line(message.substring(kind + " Error: ".length())),
        hint(message),
        null);
  }

  /** What {@code json_serialize_sql} says of a text that it does not take. */
  static MillraceException ofParser(JsonNode error, String text) {
    String message = error.path("error_message").asString("");
    if (error.path("error_type").asString("").equals("parser")) {
      int position = position(error.path("position").asString("0"), text);
      return new MillraceException(
          Fault.INVALID_SQL, line(message) + ", at character " + (position + 1), null, null);
    }
    return new MillraceException(
        Fault.SQL_NOT_ALLOWED,
        "only one SELECT is answered here",
        "WITH and VALUES may be used; everything else is not",
        null);
  }

  /** The engine counts bytes, people count characters. */
  private static int position(String bytes, String text) {
    try {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      int end = Math.min(Integer.parseInt(bytes), utf8.length);
      return new String(utf8, 0, end, StandardCharsets.UTF_8).length();
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  static MillraceException tooMuchMemory() {
    return new MillraceException(
        Fault.TOO_MUCH_MEMORY,
        "the statement needs more memory than it may take",
        "read a shorter time, group by less, or sort less; sql.memory sets what is allowed",
        null);
  }

  static MillraceException tooLargeFile(long bytes) {
    return new MillraceException(
        Fault.TOO_MANY_ROWS,
        "the answer as a file is larger than " + bytes + " bytes",
        "ask for less; sql.max-file sets what is allowed",
        null);
  }

  /** The first line, with the names as the statement has them. */
  private static String line(String message) {
    String line =
        message.split("\\n", 2)[0].replace(SelectCheck.OURS, "").replace(SelectCheck.THEIRS, "");
    return line.length() > MESSAGE_CHARS ? line.substring(0, MESSAGE_CHARS) + "…" : line;
  }

  /** Which columns there are, where the engine says so. */
  private static String hint(String message) {
    int candidates = message.indexOf("Candidate bindings: ");
    return candidates < 0
        ? "docs/sql.md describes the tables, their columns and the functions"
        : line(message.substring(candidates));
  }
}

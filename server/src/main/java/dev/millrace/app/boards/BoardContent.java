package dev.millrace.app.boards;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.query.Question;
import dev.millrace.query.QuestionFormat;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What somebody wants a board to be: {@code {"name", "tiles": [{"question", …}]}}. Besides the
 * question, a tile is the dashboard's business and kept as it is.
 */
record BoardContent(String name, JsonNode tiles) {
  /** All tiles are answered in one live stream. */
  static final int MAX_TILES = 20;

  private static final int MAX_NAME = 100;
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * @throws MillraceException {@code malformed_json}, {@code invalid_request}, or {@code
   *     invalid_question} for a tile whose question cannot be asked
   */
  static BoardContent parse(byte[] body) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new MillraceException(Fault.MALFORMED_JSON, "the board is not JSON", e);
    }
    String name = json.path("name").asString("").strip();
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw invalid("a board has a \"name\" of 1 to " + MAX_NAME + " characters");
    }
    JsonNode tiles = json.path("tiles");
    if (!tiles.isArray() || tiles.size() > MAX_TILES) {
      throw invalid("a board has \"tiles\", a list of at most " + MAX_TILES);
    }
    questions(tiles);
    return new BoardContent(name, tiles);
  }

  static List<Question> questions(JsonNode tiles) {
    List<Question> questions = new ArrayList<>();
    for (JsonNode tile : tiles) {
      if (!tile.path("question").isObject()) {
        throw invalid("tile " + (questions.size() + 1) + " has no question");
      }
      questions.add(QuestionFormat.parse(tile.path("question").toString()));
    }
    return questions;
  }

  private static MillraceException invalid(String what) {
    return new MillraceException(Fault.INVALID_REQUEST, what);
  }
}

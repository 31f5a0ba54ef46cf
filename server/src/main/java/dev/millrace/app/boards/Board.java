package dev.millrace.app.boards;

import dev.millrace.query.Question;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A board as it is kept.
 *
 * @param tiles as the dashboard sent them; each has a question that was understood
 * @param shareKey opens this board alone, for reading; null while it is not shared
 */
record Board(
    String id,
    String project,
    String name,
    JsonNode tiles,
    Instant created,
    Instant changed,
    @Nullable String shareKey) {

  Board with(BoardContent content, Instant now) {
    return new Board(id, project, content.name(), content.tiles(), created, now, shareKey);
  }

  Board sharedBy(@Nullable String key) {
    return new Board(id, project, name, tiles, created, changed, key);
  }

  /** In the order of the tiles. */
  List<Question> questions() {
    return BoardContent.questions(tiles);
  }
}

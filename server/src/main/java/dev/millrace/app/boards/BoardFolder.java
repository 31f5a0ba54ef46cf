package dev.millrace.app.boards;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One file for each board, which its owner alone may read, since share keys are in there. */
final class BoardFolder {
  private static final Logger LOG = LoggerFactory.getLogger(BoardFolder.class);
  private static final String ENDING = ".json";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path folder;

  BoardFolder(Path folder) {
    this.folder = folder;
  }

  /** All boards; a file that cannot be understood is left alone and named in the log. */
  List<Board> read() {
    List<Board> boards = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return boards;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (Path file : files) {
        try {
          boards.add(board(JSON.readTree(Files.readString(file))));
        } catch (JacksonException | DateTimeException | MillraceException e) {
          LOG.atWarn().addKeyValue("file", file).log("board cannot be read: {}", e.getMessage());
        }
      }
    } catch (IOException e) {
      throw unusable("read", e);
    }
    return boards;
  }

  /** Replaces the file in one step, so that a crash leaves the old or the new board. */
  void write(Board board) {
    Path draft = folder.resolve(board.id() + ".draft");
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(draft);
      Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.write(draft, JSON.writeValueAsBytes(json(board)));
      Files.move(
          draft,
          file(board.id()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unusable("written", e);
    }
  }

  void delete(String id) {
    try {
      Files.deleteIfExists(file(id));
    } catch (IOException e) {
      throw unusable("deleted", e);
    }
  }

  private Path file(String id) {
    return folder.resolve(id + ENDING);
  }

  private static ObjectNode json(Board board) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", board.id());
    json.put("project", board.project());
    json.put("name", board.name());
    json.put("created", board.created().toString());
    json.put("changed", board.changed().toString());
    if (board.shareKey() != null) {
      json.put("share_key", board.shareKey());
    }
    json.set("tiles", board.tiles());
    return json;
  }

  private static Board board(JsonNode json) {
    Board board =
        new Board(
            json.path("id").asString(""),
            json.path("project").asString(""),
            json.path("name").asString(""),
            json.path("tiles"),
            Instant.parse(json.path("created").asString("")),
            Instant.parse(json.path("changed").asString("")),
            json.path("share_key").asString(null));
    board.questions();
    return board;
  }

  private MillraceException unusable(String done, IOException cause) {
    return new MillraceException(
        Fault.STORE_UNAVAILABLE,
        "boards cannot be " + done + " (" + cause.getClass().getSimpleName() + ")",
        "the user that runs millrace must own " + folder + ", and the disk must have room",
        cause);
  }
}

package dev.millrace.app.boards;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.live.SharedQuestions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** All boards, in memory and in their folder. Safe for use by many threads. */
public final class Boards implements SharedQuestions {
  private static final String SHARE_PREFIX = "mr_board_";

  /** Nobody guesses so many random bytes. */
  private static final int SHARE_KEY_BYTES = 24;

  private static final int ID_BYTES = 9;

  private final BoardFolder folder;
  private final int limit;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Board> byId = new HashMap<>();

  /**
   * Reads the boards that there are.
   *
   * @param limit boards of a project, at most
   */
  public Boards(Path folder, int limit, InstantSource clock) {
    this.folder = new BoardFolder(folder);
    this.limit = limit;
    this.clock = clock;
    this.folder.read().forEach(board -> byId.put(board.id(), board));
  }

  /** By name. */
  List<Board> list(String project) {
    lock.lock();
    try {
      return byId.values().stream()
          .filter(board -> board.project().equals(project))
          .sorted(Comparator.comparing(Board::name).thenComparing(Board::created))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Throws {@code not_found}, also for a board of another project. */
  Board get(String project, String id) {
    lock.lock();
    try {
      Board board = byId.get(id);
      if (board == null || !board.project().equals(project)) {
        throw new MillraceException(Fault.NOT_FOUND, "there is no board " + id);
      }
      return board;
    } finally {
      lock.unlock();
    }
  }

  Board create(String project, BoardContent content) {
    lock.lock();
    try {
      if (list(project).size() >= limit) {
        throw new MillraceException(
            Fault.INVALID_REQUEST,
            "the project has " + limit + " boards already",
            "delete one, or raise boards.limit",
            null);
      }
      Board board =
          new Board(
              randomText(ID_BYTES),
              project,
              content.name(),
              content.tiles(),
              clock.instant(),
              clock.instant(),
              null);
      return keep(board);
    } finally {
      lock.unlock();
    }
  }

  Board replace(String project, String id, BoardContent content) {
    lock.lock();
    try {
      return keep(get(project, id).with(content, clock.instant()));
    } finally {
      lock.unlock();
    }
  }

  void delete(String project, String id) {
    lock.lock();
    try {
      Board board = get(project, id);
      folder.delete(board.id());
      byId.remove(board.id());
    } finally {
      lock.unlock();
    }
  }

  /** Makes a new share key; one that there was before opens nothing any more. */
  Board share(String project, String id) {
    lock.lock();
    try {
      return keep(get(project, id).sharedBy(SHARE_PREFIX + randomText(SHARE_KEY_BYTES)));
    } finally {
      lock.unlock();
    }
  }

  Board unshare(String project, String id) {
    lock.lock();
    try {
      return keep(get(project, id).sharedBy(null));
    } finally {
      lock.unlock();
    }
  }

  /** The board that a share key opens. */
  Optional<Board> opened(String shareKey) {
    if (!shareKey.startsWith(SHARE_PREFIX)) {
      return Optional.empty();
    }
    lock.lock();
    try {
      return byId.values().stream().filter(board -> shareKey.equals(board.shareKey())).findFirst();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Shared> sharedBy(String secret) {
    return opened(secret).map(board -> new Shared(board.project(), board.questions()));
  }

  private Board keep(Board board) {
    folder.write(board);
    byId.put(board.id(), board);
    return board;
  }

  private String randomText(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

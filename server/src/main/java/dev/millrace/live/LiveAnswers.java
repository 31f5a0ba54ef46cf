package dev.millrace.live;

import dev.millrace.query.QueryAnswer;
import dev.millrace.query.QueryEngine;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * Where live answers come from. An answer's id is a digest of what it says, so that a client that
 * reconnects is recognized as up to date, also after a restart.
 */
public final class LiveAnswers {
  /** Enough that no two answers meet by chance. */
  private static final int ID_BYTES = 12;

  private final QueryEngine engine;
  private final Function<String, byte[]> status;
  private final Function<String, byte[]> newest;

  /**
   * @param status the pipeline's state for a project, as {@code GET /v1/status} tells it: one line
   *     of JSON
   * @param newest the newest events of a project, as {@code GET /v1/events} lists them: one line of
   *     JSON
   */
  public LiveAnswers(
      QueryEngine engine, Function<String, byte[]> status, Function<String, byte[]> newest) {
    this.engine = engine;
    this.status = status;
    this.newest = newest;
  }

  Evaluated evaluate(Topic topic) {
    return switch (topic) {
      case Topic.Asked asked -> {
        QueryAnswer answer = engine.ask(asked.project(), asked.question());
        yield new Evaluated(id(answer.dataJson()), answer.toJson());
      }
      case Topic.Status asked -> told(status.apply(asked.project()));
      case Topic.Newest asked -> told(newest.apply(asked.project()));
    };
  }

  private static Evaluated told(byte[] json) {
    return new Evaluated(id(json), json);
  }

  private static String id(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(Arrays.copyOf(digest, ID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

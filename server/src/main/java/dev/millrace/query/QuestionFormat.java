package dev.millrace.query;

import static dev.millrace.query.Words.invalid;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a question of any kind from JSON; each kind reads its own fields. */
public final class QuestionFormat {
  private static final List<String> KINDS =
      List.of(
          "trend",
          "top",
          "funnel",
          "retention",
          "stickiness",
          "lifecycle",
          "sessions",
          "paths",
          "users");
  private static final int MAX_JSON_DEPTH = 2 * Question.MAX_FILTER_DEPTH + 12;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_JSON_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private QuestionFormat() {}

  /**
   * Reads a question.
   *
   * @throws MillraceException {@code malformed_json} if it is no JSON, {@code invalid_question}
   *     otherwise
   */
  public static Question parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #parse(String)}, from UTF-8. */
  public static Question parse(byte[] json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException e) {
      throw new MillraceException(
          Fault.MALFORMED_JSON, "the question is no JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw invalid(
          "a question is a JSON object, found " + Fields.type(root),
          "such as {\"measures\":[\"count\"],\"every\":\"hour\",\"from\":\"-1d\"}");
    }
    Fields fields = new Fields(root, new FilterFormat());
    return switch (fields.word("kind", KINDS, "trend")) {
      case "top" -> TopQuestion.read(fields);
      case "funnel" -> FunnelQuestion.read(fields);
      case "retention" -> RetentionQuestion.read(fields);
      case "stickiness" -> StickinessQuestion.read(fields);
      case "lifecycle" -> LifecycleQuestion.read(fields);
      case "sessions" -> SessionsQuestion.read(fields);
      case "paths" -> PathsQuestion.read(fields);
      case "users" -> UsersQuestion.read(fields);
      default -> TrendQuestion.read(fields);
    };
  }
}

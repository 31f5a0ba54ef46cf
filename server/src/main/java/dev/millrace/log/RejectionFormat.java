package dev.millrace.log;

import dev.millrace.fault.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A rejection as it stands in its topic: a JSON object with {@code project}, {@code received} in
 * microseconds, {@code code}, {@code message}, and the refused bytes as {@code original} if they
 * are UTF-8, else as {@code original_base64}. If they were cut off, {@code original_bytes} says how
 * many there were.
 */
public final class RejectionFormat {
  private static final String ORIGINAL_BYTES = "original_bytes";
  private static final JsonMapper JSON = new JsonMapper();

  private RejectionFormat() {}

  public static byte[] encode(Rejection rejection) {
    ObjectNode object = JSON.createObjectNode();
    object.put("project", rejection.project());
    object.put("received", rejection.received());
    object.put("code", rejection.fault().code());
    object.put("message", withoutHalfPairs(rejection.message()));
    if (rejection.originalBytes() > rejection.original().length) {
      object.put(ORIGINAL_BYTES, rejection.originalBytes());
    }
    String original = text(rejection.original());
    if (original != null) {
      object.put("original", original);
    } else {
      object.put("original_base64", Base64.getEncoder().encodeToString(rejection.original()));
    }
    return JSON.writeValueAsBytes(object);
  }

  /** Empty if it is none: anyone may write to the topic. */
  public static Optional<Rejection> decode(byte @Nullable [] value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      JsonNode object = JSON.readTree(value);
      Optional<Fault> fault = fault(object.path("code").asString(""));
      byte[] original = original(object);
      return fault.map(known ->
          new Rejection(
              object.path("project").asString(""),
              object.path("received").asLong(0),
              known,
              object.path("message").asString(""),
              original,
              object.path(ORIGINAL_BYTES).asLong(original.length)));
    } catch (JacksonException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<Fault> fault(String code) {
    return Arrays.stream(Fault.values()).filter(each -> each.code().equals(code)).findFirst();
  }

  private static byte[] original(JsonNode object) {
    return object.has("original_base64")
        ? Base64.getDecoder().decode(object.path("original_base64").asString(""))
        : object.path("original").asString("").getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  /** A message may quote what was refused, and half of a surrogate pair has no UTF-8 form. */
  private static String withoutHalfPairs(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}

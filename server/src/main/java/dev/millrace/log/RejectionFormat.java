package dev.millrace.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A rejection as it stands in its topic: a JSON object with {@code project}, {@code received} in
 * microseconds, {@code code}, {@code message}, and the refused bytes as {@code original} if they
 * are UTF-8, else as {@code original_base64}.
 */
public final class RejectionFormat {
  private static final JsonMapper JSON = new JsonMapper();

  private RejectionFormat() {}

  public static byte[] encode(Rejection rejection) {
    ObjectNode object = JSON.createObjectNode();
    object.put("project", rejection.project());
    object.put("received", rejection.received());
    object.put("code", rejection.fault().code());
    object.put("message", withoutHalfPairs(rejection.message()));
    String original = text(rejection.original());
    if (original != null) {
      object.put("original", original);
    } else {
      object.put("original_base64", Base64.getEncoder().encodeToString(rejection.original()));
    }
    return JSON.writeValueAsBytes(object);
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

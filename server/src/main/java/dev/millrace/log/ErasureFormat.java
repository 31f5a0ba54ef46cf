package dev.millrace.log;

import dev.millrace.event.Erasure;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An erasure as it stands in the log among the events: a JSON object whose first field is {@code
 * erase}, the person's ids; then {@code project}, {@code id}, {@code partitions}, and {@code
 * received} in whole microseconds.
 */
public final class ErasureFormat {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final byte[] BEGINNING = "{\"erase\":[".getBytes(StandardCharsets.UTF_8);

  private ErasureFormat() {}

  /** The record's key: that of the person's events. */
  public static byte[] key(Erasure erasure) {
    return EventFormat.key(erasure.project(), erasure.users().getFirst());
  }

  public static byte[] encode(Erasure erasure) {
    ObjectNode object = JSON.createObjectNode();
    ArrayNode users = object.putArray("erase");
    erasure.users().forEach(users::add);
    object.put("project", erasure.project());
    object.put("id", erasure.id());
    object.put("partitions", erasure.partitions());
    object.put("received", erasure.received());
    return JSON.writeValueAsBytes(object);
  }

  /** Whether a record's value can be one; no event begins like it. */
  public static boolean isErasure(byte[] value) {
    return value.length > BEGINNING.length
        && value[2] == BEGINNING[2]
        && Arrays.equals(value, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length);
  }

  /**
   * Reads a record's value, whoever wrote it.
   *
   * @throws MillraceException {@code poison_record} if it is no erasure
   */
  public static Erasure decode(byte[] value) {
    try {
      JsonNode object = JSON.readTree(value);
      List<String> users = new ArrayList<>();
      object.path("erase").forEach(user -> users.add(user.stringValue()));
      return new Erasure(
          object.path("id").stringValue(),
          object.path("project").stringValue(),
          users,
          object.path("partitions").intValue(),
          object.path("received").longValue());
    } catch (JacksonException | IllegalArgumentException e) {
      throw new MillraceException(Fault.POISON_RECORD, "no erasure: " + e.getMessage(), e);
    }
  }
}

package dev.millrace.app.importing;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which field of a line becomes which field of an event: {@code time=ts,user=login,event=action}.
 * What is not mapped is looked for under its own name; every field with a name of its own is a
 * property too, so that one can ask by it.
 *
 * @param sources the line's field for each of {@link #TARGETS}
 */
public record FieldMapping(Map<String, String> sources) {
  public static final List<String> TARGETS = List.of("event", "user", "time", "id", "anonymous");

  public static final FieldMapping SAME_NAMES = parse(List.of());

  public FieldMapping {
    sources = Map.copyOf(sources);
  }

  /** Reads pairs {@code target=source}; throws {@code invalid_configuration} for anything else. */
  public static FieldMapping parse(List<String> pairs) {
    Map<String, String> sources = new HashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String target = pair.substring(0, Math.max(equals, 0)).strip();
      String source = pair.substring(equals + 1).strip();
      if (!TARGETS.contains(target) || source.isEmpty()) {
        throw invalid("\"" + pair + "\" is no mapping");
      }
      if (sources.put(target, source) != null) {
        throw invalid(target + " is mapped twice");
      }
    }
    TARGETS.forEach(target -> sources.putIfAbsent(target, target));
    return new FieldMapping(sources);
  }

  String source(String target) {
    return sources.getOrDefault(target, target);
  }

  /** Fields of a line that are parts of the event. */
  Set<String> mappedSources() {
    return Set.copyOf(sources.values());
  }

  private static MillraceException invalid(String message) {
    return new MillraceException(
        Fault.INVALID_CONFIGURATION,
        message,
        "write --map time=ts,user=login,event=action: left "
            + String.join(", ", TARGETS)
            + "; right a field of the file",
        null);
  }
}

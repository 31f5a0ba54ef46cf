package dev.millrace.app.settings;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.query.ViewFormat;
import dev.millrace.store.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Views beside the built-in one: {@code views.NAME.events}, {@code .by} and {@code .measures}. */
public final class ViewSettings {
  public static final OpenSetting VIEWS =
      new OpenSetting(
          "views",
          "Events added up beforehand: views.NAME.events, .by and .measures, each a list.");

  private static final List<String> FIELDS = List.of("events", "by", "measures");
  private static final int MAX_VIEWS = 50;

  private ViewSettings() {}

  /**
   * The views that are declared.
   *
   * @throws MillraceException {@code invalid_configuration}, saying where
   */
  static List<View> views(Settings settings) {
    Map<String, Map<String, String>> declared = new TreeMap<>();
    settings
        .below(VIEWS)
        .forEach((rest, text) -> {
          int dot = rest.indexOf('.');
          String field = dot < 0 ? "" : rest.substring(dot + 1);
          if (!FIELDS.contains(field)) {
            throw invalid(
                settings.origin(VIEWS, rest),
                "views." + rest + ": a view has views.NAME.events, .by and .measures");
          }
          declared.computeIfAbsent(rest.substring(0, dot), _ -> new TreeMap<>()).put(field, text);
        });
    if (declared.size() > MAX_VIEWS) {
      throw invalid("views", "more than " + MAX_VIEWS + " views");
    }
    List<View> views = new ArrayList<>();
    declared.forEach((name, fields) -> views.add(view(settings, name, fields)));
    return views;
  }

  private static View view(Settings settings, String name, Map<String, String> fields) {
    String origin = settings.origin(VIEWS, name + "." + fields.keySet().iterator().next());
    if (name.equals(View.ACTIVITY.name()) || name.equals("people") || name.equals("events")) {
      throw invalid(origin, "views." + name + ": the name is taken");
    }
    try {
      return ViewFormat.view(
          name,
          list(fields.get("events")),
          list(fields.get("by")),
          list(fields.getOrDefault("measures", "count")));
    } catch (IllegalArgumentException | MillraceException e) {
      throw invalid(origin, "views." + name + ": " + e.getMessage());
    }
  }

  private static List<String> list(@Nullable String text) {
    return text == null
        ? List.of()
        : Stream.of(text.split(",")).map(String::strip).filter(each -> !each.isEmpty()).toList();
  }

  private static MillraceException invalid(String origin, String message) {
    return new MillraceException(Fault.INVALID_CONFIGURATION, origin + ": " + message);
  }
}

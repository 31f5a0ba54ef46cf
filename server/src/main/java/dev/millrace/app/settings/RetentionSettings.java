package dev.millrace.app.settings;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.Lifetimes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Settings of how long events are kept. */
public final class RetentionSettings {
  private static final SettingType<Integer> DAYS = SettingType.integer(0, 36_500);

  static final Setting<Integer> USUAL =
      Setting.of(
          "retention.days",
          DAYS,
          0,
          "Days that events are kept after the day that they happened on; 0 is for ever.");

  /** Days for single projects. */
  static final OpenSetting PROJECTS =
      new OpenSetting("retention.project", "Days that the project's events are kept.");

  static final List<Setting<?>> LIST = List.of(USUAL);

  private RetentionSettings() {}

  /** Throws {@code invalid_configuration} for what is no number of days. */
  public static Lifetimes lifetimes(Settings settings) {
    Map<String, Integer> days = new TreeMap<>();
    settings
        .below(PROJECTS)
        .forEach((project, text) -> {
          try {
            days.put(project, DAYS.parse(text));
          } catch (IllegalArgumentException e) {
            throw new MillraceException(
                Fault.INVALID_CONFIGURATION,
                settings.origin(PROJECTS, project)
                    + ": "
                    + PROJECTS.name()
                    + "."
                    + project
                    + " is \""
                    + text
                    + "\"; it takes "
                    + DAYS.allowed(),
                e);
          }
        });
    return new Lifetimes(settings.get(USUAL), days);
  }
}

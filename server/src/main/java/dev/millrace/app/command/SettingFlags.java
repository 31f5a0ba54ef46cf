package dev.millrace.app.command;

import dev.millrace.app.settings.AllSettings;
import dev.millrace.app.settings.OpenSetting;
import dev.millrace.app.settings.Setting;
import dev.millrace.app.settings.Settings;
import dev.millrace.app.settings.SettingsReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A flag for every setting. Those with a short name are shown in a command's help; {@code millrace
 * check} lists the others.
 */
final class SettingFlags {
  private final Map<String, String> given = new TreeMap<>();

  /** Adds the flags to a command that reads settings. */
  void addTo(CommandSpec command) {
    command.addOption(
        OptionSpec.builder("--config")
            .paramLabel("FILE")
            .type(String.class)
            .description("Settings file (default: millrace.yaml, if there is one here).")
            .setter(into("config"))
            .build());
    for (Setting<?> setting : AllSettings.LIST) {
      command.addOption(option(setting));
    }
    for (OpenSetting open : AllSettings.OPEN) {
      command.addOption(
          OptionSpec.builder("--" + open.name())
              .paramLabel("NAME=VALUE")
              .type(Map.class)
              .auxiliaryTypes(String.class, String.class)
              .description(open.description())
              .hidden(true)
              .setter(
                  new ISetter() {
                    @Override
                    @SuppressWarnings("unchecked")
                    public <T> T set(T value) {
                      if (value instanceof Map<?, ?> entries) {
                        entries.forEach((name, text) ->
                            given.put(open.name() + "." + name, String.valueOf(text)));
                      }
                      return value;
                    }
                  })
              .build());
    }
  }

  /** Leaves a default out that the flags may still override. */
  void addDefault(String name, String value) {
    given.putIfAbsent(name, value);
  }

  boolean isGiven(String name) {
    return given.containsKey(name);
  }

  Settings read(Map<String, String> environment) {
    return new SettingsReader(AllSettings.LIST, AllSettings.OPEN).read(given, environment);
  }

  Optional<Path> file(Map<String, String> environment) {
    return SettingsReader.file(new HashMap<>(given), environment);
  }

  private OptionSpec option(Setting<?> setting) {
    boolean shown = !setting.shortName().isEmpty() || setting.name().indexOf('.') < 0;
    String[] names =
        setting.shortName().isEmpty()
            ? new String[] {"--" + setting.name()}
            : new String[] {"--" + setting.shortName(), "--" + setting.name()};
    String defaultText = setting.defaultText();
    return OptionSpec.builder(names)
        .paramLabel(label(setting))
        .type(String.class)
        .description(
            setting.description().replace("%", "%%")
                + (defaultText.isEmpty() ? "" : " (default: " + defaultText + ")"))
        .hidden(!shown)
        .setter(into(names[0].substring(2)))
        .build();
  }

  private static String label(Setting<?> setting) {
    String name = setting.shortName().isEmpty() ? setting.name() : setting.shortName();
    return switch (name) {
      case "data" -> "DIR";
      case "write-key", "read-key", "admin-key" -> "KEY";
      default -> name.replaceAll(".*\\.", "").toUpperCase(java.util.Locale.ROOT);
    };
  }

  private ISetter into(String name) {
    return new ISetter() {
      @Override
      public <T> T set(T value) {
        if (value != null) {
          given.put(name, String.valueOf(value));
        }
        return value;
      }
    };
  }
}

package dev.millrace.app.settings;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Collects settings from flags, the environment and millrace.yaml, where the first of these that
 * sets a name wins, and refuses all that is wrong in one message.
 */
public final class SettingsReader {
  /** Read when it lies in the working folder and no other file is named. */
  static final Path USUAL_FILE = Path.of("millrace.yaml");

  static final String FILE_FLAG = "config";
  static final String FILE_VARIABLE = "MILLRACE_CONFIG";

  /** Variables that the launcher and the client commands read. */
  static final Set<String> OTHER_VARIABLES =
      Set.of("MILLRACE_KEY", "MILLRACE_URL", "MILLRACE_JAVA_OPTS", FILE_VARIABLE);

  private final List<Setting<?>> known;
  private final List<OpenSetting> open;
  private final List<String> problems = new ArrayList<>();

  public SettingsReader(List<Setting<?>> known, List<OpenSetting> open) {
    this.known = known;
    this.open = open;
  }

  /**
   * Reads all three places.
   *
   * @param flags values by dotted or short name, and the file's path as {@code config}
   * @throws MillraceException {@code invalid_configuration}, with a line for each problem
   */
  public Settings read(Map<String, String> flags, Map<String, String> environment) {
    Map<String, GivenSetting> chosen = new HashMap<>();
    Optional<Path> file = file(flags, environment);
    // Weakest first, so that the stronger ones replace what they find.
    file.ifPresent(path -> chosen.putAll(resolve(YamlSettings.read(path))));
    chosen.putAll(resolve(fromEnvironment(environment)));
    chosen.putAll(resolve(fromFlags(flags)));
    if (!problems.isEmpty()) {
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION,
          String.join("\n", problems),
          "`millrace check` without the wrong ones lists every setting",
          null);
    }
    return new Settings(chosen);
  }

  /** The file that is read, if any. */
  public static Optional<Path> file(Map<String, String> flags, Map<String, String> environment) {
    String named = flags.getOrDefault(FILE_FLAG, environment.getOrDefault(FILE_VARIABLE, ""));
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    return Files.isRegularFile(USUAL_FILE) ? Optional.of(USUAL_FILE) : Optional.empty();
  }

  private static List<GivenSetting> fromFlags(Map<String, String> flags) {
    return flags.entrySet().stream()
        .filter(flag -> !flag.getKey().equals(FILE_FLAG))
        .map(flag -> new GivenSetting(flag.getKey(), flag.getValue(), "flag --" + flag.getKey()))
        .toList();
  }

  private List<GivenSetting> fromEnvironment(Map<String, String> environment) {
    List<GivenSetting> found = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach((variable, value) -> {
          if (!variable.startsWith("MILLRACE_") || OTHER_VARIABLES.contains(variable)) {
            return;
          }
          Optional<String> name = nameOfVariable(variable);
          if (name.isPresent()) {
            found.add(new GivenSetting(name.get(), value, "variable " + variable));
          } else {
            problems.add(
                "variable "
                    + variable
                    + ": no such setting; the nearest is "
                    + NearestName.to(variable, names().map(Setting::variable).toList()));
          }
        });
    return found;
  }

  private Optional<String> nameOfVariable(String variable) {
    Optional<String> exact =
        names().filter(name -> Setting.variable(name).equals(variable)).findFirst();
    if (exact.isPresent()) {
      return exact;
    }
    return open.stream()
        .filter(setting -> variable.startsWith(Setting.variable(setting.prefix())))
        .map(setting ->
            setting.prefix()
                + variable
                    .substring(Setting.variable(setting.prefix()).length())
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '.'))
        .findFirst();
  }

  /** Checks what one place sets, and files it under the settings' full names. */
  private Map<String, GivenSetting> resolve(List<GivenSetting> place) {
    Map<String, GivenSetting> resolved = new HashMap<>();
    for (GivenSetting given : place) {
      Optional<Setting<?>> setting =
          known.stream().filter(each -> each.isNamed(given.name())).findFirst();
      if (setting.isPresent()) {
        check(setting.get(), given);
      } else if (open.stream().noneMatch(each -> given.name().startsWith(each.prefix()))) {
        problems.add(
            given.origin()
                + ": no setting "
                + given.name()
                + "; the nearest is "
                + NearestName.to(given.name(), names().toList()));
        continue;
      }
      String name = setting.isPresent() ? setting.get().name() : given.name();
      GivenSetting before = resolved.put(name, given);
      if (before != null) {
        problems.add(
            given.origin() + ": sets " + name + ", which " + before.origin() + " sets already");
      }
    }
    return resolved;
  }

  private void check(Setting<?> setting, GivenSetting given) {
    try {
      setting.type().parse(given.text());
    } catch (IllegalArgumentException | ArithmeticException _) {
      problems.add(
          given.origin()
              + ": "
              + setting.name()
              + " is "
              + (setting.secret() ? "not a usable key" : "\"" + given.text() + "\"")
              + "; it takes "
              + setting.type().allowed());
    }
  }

  private Stream<String> names() {
    return known.stream()
        .flatMap(setting -> Stream.of(setting.shortName(), setting.name()))
        .filter(name -> !name.isEmpty());
  }
}

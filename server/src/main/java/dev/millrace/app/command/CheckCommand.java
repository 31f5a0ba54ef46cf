package dev.millrace.app.command;

import dev.millrace.app.settings.AllSettings;
import dev.millrace.app.settings.DataSettings;
import dev.millrace.app.settings.HttpSettings;
import dev.millrace.app.settings.LogSettings;
import dev.millrace.app.settings.OpenSetting;
import dev.millrace.app.settings.RetentionSettings;
import dev.millrace.app.settings.Setting;
import dev.millrace.app.settings.Settings;
import dev.millrace.app.settings.StageConfigs;
import dev.millrace.store.Lifetimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    header = "Check a configuration and print what it means.",
    description = {
      "",
      "Takes the flags of serve and starts nothing. Prints every setting with its value and",
      "where that comes from. A flag wins over a variable, a variable over the file: http.port",
      "is --http.port, MILLRACE_HTTP_PORT, and http: {port: …} in millrace.yaml.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace check",
      "  millrace check --config production.yaml --data /var/lib/millrace",
      "",
      "Exit status: 0 the configuration is good, 2 it is not."
    })
final class CheckCommand implements Callable<Integer> {
  private static final String[] SECRET_WORDS = {"password", "secret", "jaas", "key", "token"};

  @Spec private CommandSpec spec = CommandSpec.create();

  private final SettingFlags flags = new SettingFlags();

  SettingFlags flags() {
    return flags;
  }

  @Override
  public Integer call() {
    Map<String, String> environment = System.getenv();
    Settings settings = flags.read(environment);
    StageConfigs.of(settings);
    Lifetimes lifetimes = RetentionSettings.lifetimes(settings);
    Terminal terminal = Terminal.of(spec.commandLine());
    terminal.print("@|bold,green The configuration is good.|@");
    terminal.print("");
    summary(settings, flags.file(environment).map(Path::toString).orElse("none"))
        .forEach(terminal::printPlain);
    retention(settings, lifetimes).forEach(terminal::printPlain);
    terminal.print("");
    table(settings).lines().forEach(terminal::printPlain);
    return ExitCode.OK;
  }

  private static List<String> summary(Settings settings, String file) {
    Path data = settings.get(DataSettings.DATA);
    String kafka = settings.get(LogSettings.KAFKA);
    return List.of(
        "  file     " + file,
        "  address  http://"
            + settings.get(HttpSettings.HOST)
            + ":"
            + settings.get(HttpSettings.PORT),
        "  data     "
            + data.toAbsolutePath().normalize()
            + (Files.isDirectory(data) ? "" : " (will be made)"),
        "  keys     "
            + (Files.exists(data.resolve("keys.yaml"))
                ? "in keys.yaml"
                : "will be made and printed on the first start"),
        "  log      "
            + (kafka.isEmpty()
                ? "Kafka broker inside, in " + LogSettings.folder(settings)
                : "Kafka at " + kafka),
        "  store    DuckDB inside");
  }

  private static List<String> retention(Settings settings, Lifetimes lifetimes) {
    if (lifetimes.isForever()) {
      return List.of("  kept     for ever");
    }
    List<String> lines = new ArrayList<>();
    lines.add("  kept     " + days(lifetimes.usualDays()));
    lifetimes
        .daysByProject()
        .forEach(
            (project, days) -> lines.add("           " + days(days) + " in project " + project));
    Duration log = LogSettings.retention(settings);
    if (settings.get(LogSettings.KAFKA).isEmpty()
        && log.compareTo(settings.get(LogSettings.RETENTION)) < 0) {
      lines.add(
          "           the log keeps them for %s, since no project wants them longer"
              .formatted(LogSettings.RETENTION.type().print(log)));
    }
    return lines;
  }

  private static String days(int days) {
    return days == 0 ? "for ever" : days + " days after the day of the event";
  }

  private static Table table(Settings settings) {
    Table table = new Table(List.of("setting", "value", "from", "meaning"), new boolean[4]);
    for (Setting<?> setting : AllSettings.LIST) {
      table.add(
          List.of(
              setting.name(),
              shown(settings, setting),
              settings.origin(setting),
              setting.description()));
    }
    for (OpenSetting open : AllSettings.OPEN) {
      settings
          .below(open)
          .forEach((name, value) ->
              table.add(
                  List.of(
                      open.name() + "." + name,
                      isSecret(name) ? "(hidden)" : value,
                      settings.origin(open, name),
                      open.description())));
    }
    return table;
  }

  private static <T> String shown(Settings settings, Setting<T> setting) {
    if (setting.secret()) {
      return settings.isSet(setting) ? "(hidden)" : "";
    }
    return setting.type().print(settings.get(setting));
  }

  private static boolean isSecret(String name) {
    for (String word : SECRET_WORDS) {
      if (name.contains(word)) {
        return true;
      }
    }
    return false;
  }
}

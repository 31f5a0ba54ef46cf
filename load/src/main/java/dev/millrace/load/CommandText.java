package dev.millrace.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A command as a report may show it: without its secrets. */
final class CommandText {
  private static final Set<String> SECRETS = Set.of("--key", "--read-key");

  private CommandText() {}

  static String of(List<String> arguments) {
    List<String> shown = new ArrayList<>(List.of("millrace", "load"));
    String before = "";
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (SECRETS.contains(before)) {
        shown.add("…");
      } else if (equals > 0 && SECRETS.contains(argument.substring(0, equals))) {
        shown.add(argument.substring(0, equals + 1) + "…");
      } else {
        shown.add(argument.replaceAll("(password=)[^&]*", "$1…"));
      }
      before = argument;
    }
    return String.join(" ", shown);
  }
}

package dev.millrace.app.command;

import dev.millrace.app.Millrace;
import dev.millrace.app.status.Version;
import dev.millrace.http.Scope;
import java.util.Locale;

/** What a start prints: the keys when they are new, and one line that says that it is ready. */
final class Greeting {
  private Greeting() {}

  static void print(Terminal terminal, Millrace millrace, long startNanos) {
    if (millrace.keys().isNew()) {
      printKeys(terminal, millrace);
    }
    printReady(terminal, millrace, startNanos);
  }

  static void printReady(Terminal terminal, Millrace millrace, long startNanos) {
    terminal.print(
        String.format(
            Locale.ROOT,
            "@|bold,green millrace %s is ready|@ at %s after %.1f s (data in %s)",
            Version.text(),
            millrace.url(),
            startNanos / 1e9,
            millrace.data()));
  }

  private static void printKeys(Terminal terminal, Millrace millrace) {
    String write = millrace.keys().secret(Scope.WRITE);
    terminal.print("");
    terminal.print(
        "Keys of project default, shown this once and kept in " + millrace.keysFile() + ":");
    for (Scope scope : Scope.values()) {
      terminal.print(
          String.format(Locale.ROOT, "  %-5s  %s", scope.text(), millrace.keys().secret(scope)));
    }
    terminal.print("");
    terminal.print("Send a first event, and ask for it:");
    terminal.printPlain(
        "  curl " + millrace.url() + "/v1/events -H 'Authorization: Bearer " + write + "' \\");
    terminal.printPlain(
        "    -d '{\"event\":\"signed_up\",\"user\":\"ada\",\"properties\":{\"plan\":\"pro\"}}'");
    terminal.printPlain(
        "  millrace query 'count by plan every hour from -1d' --url "
            + millrace.url()
            + " --key "
            + millrace.keys().secret(Scope.READ));
    terminal.print("");
  }
}

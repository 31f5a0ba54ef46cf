package dev.millrace.app;

import dev.millrace.app.command.MillraceCommand;

/** Where the program starts. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(MillraceCommand.commandLine().execute(arguments));
  }
}

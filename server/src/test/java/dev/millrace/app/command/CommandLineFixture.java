package dev.millrace.app.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Runs a command in this process and keeps what it prints. */
record CommandLineFixture(int status, String out, String err) {

  static CommandLineFixture run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        MillraceCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    int status = line.execute(arguments);
    return new CommandLineFixture(status, out.toString(), err.toString());
  }
}

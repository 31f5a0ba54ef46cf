package dev.millrace.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Where a command prints. */
public final class Terminal {
  /** What standard error is connected to, on Linux. */
  private static final Path ERROR_STREAM = Path.of("/proc/self/fd/2");

  private final PrintWriter out;
  private final PrintWriter err;
  private final Ansi ansi;

  private Terminal(PrintWriter out, PrintWriter err, Ansi ansi) {
    this.out = out;
    this.err = err;
    this.ansi = ansi;
  }

  public static Terminal of(CommandLine command) {
    return new Terminal(command.getOut(), command.getErr(), command.getColorScheme().ansi());
  }

  public PrintWriter out() {
    return out;
  }

  public PrintWriter err() {
    return err;
  }

  /** Prints an answer; {@code @|bold text|@} is picocli's markup. */
  public void print(String markup) {
    out.println(ansi.string(markup));
    out.flush();
  }

  /** Prints text that somebody else has written, which may look like markup. */
  public void printPlain(String text) {
    out.println(text);
    out.flush();
  }

  public void note(String markup) {
    err.println(ansi.string(markup));
    err.flush();
  }

  public void notePlain(String text) {
    err.println(text);
    err.flush();
  }

  /** Whether somebody watches standard error, so that a line may be drawn over and over. */
  public boolean isWatched() {
    try {
      return Files.readSymbolicLink(ERROR_STREAM).startsWith("/dev/pts");
    } catch (IOException | UnsupportedOperationException _) {
      return System.console() != null && System.console().isTerminal();
    }
  }

  /** Whole numbers with separators, as people read them. */
  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

package dev.millrace.load;

/** Where {@code millrace load} starts; the launcher puts it on the class path of this module. */
public final class Main {
  private Main() {}

  /**
   * @param arguments those after the word {@code load}
   */
  public static void main(String[] arguments) {
    System.exit(LoadCommand.commandLine().execute(arguments));
  }
}

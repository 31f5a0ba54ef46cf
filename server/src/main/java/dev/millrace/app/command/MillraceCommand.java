package dev.millrace.app.command;

import dev.millrace.app.status.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program's top: without a command it shows what there is. */
@Command(
    name = "millrace",
    versionProvider = MillraceCommand.VersionProvider.class,
    header = "Event analytics in one process: a durable log, exactly-once storage, live answers.",
    subcommands = HelpCommand.class,
    footer = {
      "",
      "Start here:",
      "  millrace demo                     100,000 simulated users and a dashboard",
      "  millrace serve                    a server for your own events",
      "  millrace load                     a load test, and the outage to compare with",
      "  millrace help COMMAND             what a command takes, with examples",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong usage."
    })
public final class MillraceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command line with all commands, ready to be executed. */
  public static CommandLine commandLine() {
    DemoCommand demo = new DemoCommand();
    ServeCommand serve = new ServeCommand();
    CheckCommand check = new CheckCommand();
    CommandLine line =
        new CommandLine(new MillraceCommand())
            .addSubcommand(withSettings(demo, demo.flags()))
            .addSubcommand(withSettings(serve, serve.flags()))
            .addSubcommand(new ImportCommand())
            .addSubcommand(new ExportCommand())
            .addSubcommand(new RebuildCommand())
            .addSubcommand(new QueryCommand())
            .addSubcommand(new TailCommand())
            .addSubcommand(withSettings(check, check.flags()))
            .addSubcommand(new TrainCommand());
    line.getCommandSpec().mixinStandardHelpOptions(true);
    line.getSubcommands()
        .values()
        .forEach(each -> {
          if (!each.getCommandName().equals("help")) {
            each.getCommandSpec().mixinStandardHelpOptions(true);
            each.getCommandSpec().versionProvider(new VersionProvider());
          }
          each.getCommandSpec().usageMessage().synopsisSubcommandLabel("");
        });
    return line.setUsageHelpWidth(96)
        .setUsageHelpAutoWidth(false)
        .setExecutionExceptionHandler(new FailurePrinter());
  }

  private static CommandLine withSettings(Object command, SettingFlags flags) {
    CommandLine line = new CommandLine(command);
    flags.addTo(line.getCommandSpec());
    return line;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCode.OK;
  }

  /** From the jar. */
  static final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"millrace " + Version.text()};
    }
  }
}

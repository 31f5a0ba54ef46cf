package dev.millrace.app.command;

import dev.millrace.app.client.RequestFailed;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in one readable line what has failed, and below it what helps. */
public final class FailurePrinter implements IExecutionExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(FailurePrinter.class);

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    Terminal terminal = Terminal.of(command);
    return switch (failure) {
      case MillraceException known -> {
        String hint = known.hint();
        print(terminal, known.getMessage(), hint == null ? "" : hint);
        yield status(known.fault());
      }
      case RequestFailed refused -> {
        String code = refused.code().isEmpty() ? "" : " (" + refused.code() + ")";
        print(terminal, refused.getMessage() + code, refused.hint());
        yield refused.fault().map(FailurePrinter::status).orElse(ExitCode.SOFTWARE);
      }
      default -> {
        log.atError().setCause(failure).log("command failed");
        print(terminal, failure.getClass().getSimpleName() + ": " + failure.getMessage(), "");
        yield ExitCode.SOFTWARE;
      }
    };
  }

  private static int status(Fault fault) {
    return switch (fault) {
      case INVALID_CONFIGURATION, INVALID_QUESTION, INVALID_SQL, SQL_NOT_ALLOWED, MALFORMED_JSON ->
          ExitCode.USAGE;
      default -> ExitCode.SOFTWARE;
    };
  }

  private static void print(Terminal terminal, String message, String hint) {
    message.lines().forEach(line -> terminal.notePlain("millrace: " + line));
    if (!hint.isEmpty()) {
      terminal.notePlain("  " + hint);
    }
  }
}

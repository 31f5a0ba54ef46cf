package dev.millrace.load;

import dev.millrace.load.millrace.OwnServer;
import dev.millrace.load.postgres.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The servers that a run starts, or is given. */
final class PartsOptions {
  private static final String JDBC = "jdbc:postgresql://";

  @Option(
      names = "--server-flag",
      paramLabel = "FLAG",
      description = "A flag for a server that is started, such as --server-flag=--store.threads=1.")
  private List<String> serverFlags = List.of();

  @Option(
      names = "--nice",
      paramLabel = "N",
      defaultValue = "19",
      description = {
        "How far a Millrace server that is started stands back for a bystander, and the generator,",
        "as its clients elsewhere, half as far: 0 not at all (default: ${DEFAULT-VALUE})."
      })
  private int niceness;

  private int back;

  @Option(
      names = "--postgres",
      paramLabel = "JDBC-URL",
      description = "A PostgreSQL that is there, instead of one started for the run.")
  private @Nullable String postgres;

  @Option(
      names = "--pool",
      paramLabel = "N",
      defaultValue = "10",
      description = "Connections in the application's pool (default: ${DEFAULT-VALUE}).")
  private int pool;

  @Option(
      names = "--one-transaction",
      description = "Commit the eight updates together, not each by itself.")
  private boolean oneTransaction;

  /** Refuses what could not be used, before anything is started. */
  void check() {
    Usage.check(pool > 0, "--pool must be at least 1");
    Usage.check(niceness >= 0 && niceness <= 19, "--nice must be 0 to 19");
    Usage.check(
        postgres == null || postgres.startsWith(JDBC),
        "--postgres must be a URL as jdbc:postgresql://host/postgres?user=NAME&password=WORD");
  }

  /** Where the PostgreSQL that is there is; empty if one is started. */
  String databaseHost() {
    return postgres == null ? "" : postgres.substring(JDBC.length()).replaceFirst("[:/?].*", "");
  }

  /** From now on this program stands back, and has {@link #launcher} stand back further. */
  void standBack() throws IOException, InterruptedException {
    if (niceness > 0) {
      StandBack.to(niceness / 2);
      back = niceness;
    }
  }

  /** How far a server that is started now stands back. */
  int back() {
    return back;
  }

  /** The command that starts a server. */
  List<String> launcher() {
    return OwnServer.launcher(back - back / 2);
  }

  List<String> serverFlags() {
    return serverFlags;
  }

  /** The PostgreSQL that is there, else one that is started in the folder. */
  Database database(Path folder) throws IOException {
    return postgres == null ? Database.start(folder) : Database.at(postgres);
  }

  int pool() {
    return pool;
  }

  boolean oneTransaction() {
    return oneTransaction;
  }
}

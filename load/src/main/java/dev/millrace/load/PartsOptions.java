package dev.millrace.load;

import dev.millrace.load.millrace.Affinity;
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
      names = "--cores",
      paramLabel = "N",
      description = {
        "Processors that Millrace and its clients have together beside a bystander, which may use",
        "all: so is a machine shared with something precious (default: half of them)."
      })
  private @Nullable Integer cores;

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
    Usage.check(cores == null || cores > 0, "--cores must be at least 1");
    Usage.check(
        postgres == null || postgres.startsWith(JDBC),
        "--postgres must be a URL as jdbc:postgresql://host/postgres?user=NAME&password=WORD");
  }

  /** Where the PostgreSQL that is there is; empty if one is started. */
  String databaseHost() {
    return postgres == null ? "" : postgres.substring(JDBC.length()).replaceFirst("[:/?].*", "");
  }

  /** The processors of Millrace and its clients beside a bystander. */
  Affinity share() throws IOException {
    Affinity all = Affinity.all();
    return cores == null ? all.half() : all.last(cores);
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

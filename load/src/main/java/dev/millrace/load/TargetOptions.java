package dev.millrace.load;

import dev.millrace.app.command.TemporaryFolder;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.load.discard.DiscardTarget;
import dev.millrace.load.millrace.Affinity;
import dev.millrace.load.millrace.MillraceTarget;
import dev.millrace.load.millrace.OwnServer;
import dev.millrace.load.millrace.OwnServer.Priority;
import dev.millrace.load.millrace.ServerAccess;
import dev.millrace.load.population.Traits;
import dev.millrace.load.postgres.CounterBatches;
import dev.millrace.load.postgres.CountersTarget;
import dev.millrace.load.postgres.Database;
import dev.millrace.load.redis.StopgapTarget;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is loaded, and how it is reached or started. */
final class TargetOptions {
  enum Goal {
    MILLRACE,
    DISCARD,
    POSTGRES,
    REDIS_STOPGAP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      defaultValue = "millrace",
      converter = GoalNames.class,
      description = {
        "millrace; discard: nothing; postgres: eight updates an action;",
        "redis-stopgap: a list and a timer (default: ${DEFAULT-VALUE})."
      })
  private Goal goal = Goal.MILLRACE;

  @Option(names = "--url", paramLabel = "URL", description = "The server (MILLRACE_URL).")
  private @Nullable URI url;

  @Option(names = "--key", paramLabel = "KEY", description = "Its write key (MILLRACE_KEY).")
  private @Nullable String key;

  @Option(
      names = "--read-key",
      paramLabel = "KEY",
      description = "Its read key, for counts, questions and readers (MILLRACE_READ_KEY).")
  private @Nullable String readKey;

  @Option(
      names = "--start",
      description = "Start a server for the run, in a temporary folder, instead of using --url.")
  private boolean start;

  @Option(
      names = "--pool-timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = Durations.class,
      description = "How long its threads wait for one (default: ${DEFAULT-VALUE}).")
  private Duration poolTimeout = Duration.ofSeconds(5);

  @Mixin private final PartsOptions parts = new PartsOptions();

  private @Nullable Affinity processors;

  Goal goal() {
    return goal;
  }

  /** Refuses what could not be used, before anything is started. */
  void check() {
    parts.check();
    Usage.check(poolTimeout.toMillis() >= 250, "--pool-timeout must be at least 250ms");
    if (goal == Goal.MILLRACE && !start) {
      access();
    }
  }

  /** Where the target is; empty if it is started here. */
  String host() {
    return switch (goal) {
      case MILLRACE -> start ? "" : access().url().getHost();
      case DISCARD -> "";
      case POSTGRES, REDIS_STOPGAP -> parts.databaseHost();
    };
  }

  /** Leaves processors to a bystander, unless the generator is an application itself. */
  void standBack() throws IOException, InterruptedException {
    if (goal == Goal.MILLRACE) {
      processors = parts.share();
      processors.keep(ProcessHandle.current().pid());
    }
  }

  /** Makes the target ready. What it needs besides a named server is started. */
  void open(Loaded loaded, Traits traits) throws IOException, SQLException, InterruptedException {
    switch (goal) {
      case DISCARD -> loaded.target(new DiscardTarget(traits.token()));
      case MILLRACE -> {
        ServerAccess access = start ? startServer(loaded) : access();
        access.verify();
        Map<String, String> facts =
            start ? OwnServer.facts(priority(), processors(), parts.serverFlags()) : Map.of();
        loaded.server(access);
        loaded.target(new MillraceTarget(access, traits.token(), facts));
      }
      case POSTGRES ->
          loaded.target(
              new CountersTarget(
                  database(loaded),
                  traits.users(),
                  traits.features(),
                  parts.pool(),
                  poolTimeout,
                  parts.oneTransaction()));
      case REDIS_STOPGAP -> {
        CounterBatches batches =
            loaded.keep(new CounterBatches(database(loaded), traits.users(), traits.features()));
        loaded.target(new StopgapTarget(batches::write, StopgapTarget.EVERY));
      }
    }
  }

  private Priority priority() {
    return processors == null ? Priority.ORDINARY : Priority.BEHIND_OTHERS;
  }

  private Affinity processors() throws IOException {
    return processors == null ? Affinity.all() : processors;
  }

  private ServerAccess startServer(Loaded loaded) throws IOException, InterruptedException {
    TemporaryFolder folder = loaded.keep(TemporaryFolder.make());
    return loaded
        .keep(
            OwnServer.start(OwnServer.launcher(priority()), folder.path(), 0, parts.serverFlags()))
        .access();
  }

  /** The PostgreSQL server of the run, which is started when it is first asked for. */
  Database database(Loaded loaded) throws IOException {
    Database there = loaded.database();
    if (there != null) {
      return there;
    }
    TemporaryFolder folder = loaded.keep(TemporaryFolder.make());
    Database database = loaded.keep(parts.database(folder.path()));
    loaded.database(database);
    return database;
  }

  private ServerAccess access() {
    Map<String, String> environment = System.getenv();
    URI address =
        url != null
            ? url
            : URI.create(environment.getOrDefault("MILLRACE_URL", "http://localhost:8080"));
    Usage.check(
        "http".equals(address.getScheme())
            && address.getHost() != null
            && Set.of("", "/").contains(Objects.requireNonNullElse(address.getPath(), "")),
        "--url must be plain http, as http://host:8080, and not "
            + address
            + ": a server behind TLS is tested through its proxy's plain side");
    String write = Objects.requireNonNullElse(key, environment.getOrDefault("MILLRACE_KEY", ""));
    String read =
        Objects.requireNonNullElse(readKey, environment.getOrDefault("MILLRACE_READ_KEY", ""));
    if (write.isEmpty() || read.isEmpty()) {
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION,
          "a write key and a read key are needed",
          "give --key and --read-key, or --start for a server of its own",
          null);
    }
    return new ServerAccess(address, write, read);
  }
}

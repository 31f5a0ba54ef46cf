package dev.millrace.load;

import dev.millrace.load.TargetOptions.Goal;
import dev.millrace.load.millrace.LiveReaders;
import dev.millrace.load.millrace.Questions;
import dev.millrace.load.millrace.ServerAccess;
import dev.millrace.load.pace.Shape;
import dev.millrace.load.postgres.Bystander;
import dev.millrace.load.watch.Watcher;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What goes on beside the writing. */
final class BesideOptions {
  /** How long a bystander is measured without load before and after it. */
  private static final Duration QUIET = Duration.ofSeconds(15);

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "0",
      converter = Rates.class,
      description = "Questions of a dashboard asked meanwhile, as 50/s (default: none).")
  private double queries;

  @Option(
      names = "--live",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Readers that watch live meanwhile (default: none). The age of an update is counted",
        "from its meta.to, when the server began to answer."
      })
  private int live;

  @Option(
      names = "--bystander",
      paramLabel = "N",
      defaultValue = "0",
      fallbackValue = "100",
      arity = "0..1",
      converter = Rates.class,
      description = {
        "Transactions a second of an ordinary application beside it, in a PostgreSQL",
        "database of its own, and 15 s of them alone before and after",
        "(100 if no number is given; default: none)."
      })
  private double bystander;

  private @Nullable Bystander started;

  void check(Goal goal) {
    Usage.check(live >= 0, "--live must not be less than 0");
    Usage.check(
        goal == Goal.MILLRACE || queries == 0 && live == 0,
        "--queries and --live need --target millrace: nothing else answers them");
  }

  /** The shape, with time for the bystander alone. */
  Shape around(Shape shape) {
    return bystander > 0 ? new Shape.Surrounded(shape, QUIET) : shape;
  }

  /** To be called before anything that stands back is started. */
  void startBystander(Loaded loaded, TargetOptions targets)
      throws IOException, InterruptedException {
    if (bystander > 0) {
      started = loaded.keep(Bystander.start(targets.database(loaded), bystander));
      targets.standBack();
    }
  }

  List<Watcher> watchers(Loaded loaded) throws SQLException {
    List<Watcher> watchers = new ArrayList<>();
    ServerAccess server = loaded.server();
    if (server != null && queries > 0) {
      watchers.add(new Questions(server, queries));
    }
    if (server != null && live > 0) {
      watchers.add(new LiveReaders(server, live));
    }
    if (started != null) {
      watchers.add(started.watcher());
    }
    return watchers;
  }
}

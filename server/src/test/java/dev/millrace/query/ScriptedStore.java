package dev.millrace.query;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.Answer;
import dev.millrace.store.Commits;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.NoStore;
import dev.millrace.store.Plan;
import dev.millrace.store.Schema;
import dev.millrace.store.StorePosition;
import dev.millrace.store.StoreStatus;
import dev.millrace.store.Trend;
import dev.millrace.store.View;
import dev.millrace.store.ViewStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store that holds nothing and answers trends as a test wants. */
final class ScriptedStore extends NoStore {
  static final Answer NOTHING = new Answer(List.of(), List.of(), 0, 0);

  private final Commits commits = new Commits(StorePosition.START);
  private final Function<Trend, Answer> script;
  @Nullable String problem;
  List<LoggedEvent> newest = List.of();

  /** What other plans do before they fail. */
  Runnable others = () -> {};

  ScriptedStore(Function<Trend, Answer> script) {
    this.script = script;
  }

  @Override
  public Commits commits() {
    return commits;
  }

  @Override
  public <A> A answer(Plan<A> plan, Duration timeLimit) {
    if (!(plan instanceof Trend trend)) {
      others.run();
      throw new MillraceException(Fault.STOPPING, "only trends are scripted");
    }
    return plan.answerType().cast(script.apply(trend));
  }

  @Override
  public List<LoggedEvent> newest(
      String project, int limit, @Nullable String user, @Nullable String name) {
    return newest;
  }

  @Override
  public Schema schema(String project, Duration timeLimit) {
    return new Schema(
        List.of(new Schema.EventName("buy", 2)),
        List.of(
            new Schema.PropertySummary("plan", "text", 2, List.of("buy"), List.of("pro", "free"))),
        2);
  }

  @Override
  public List<ViewStatus> views() {
    return List.of(new ViewStatus(View.ACTIVITY, 1, ViewStatus.State.READY, 1, null));
  }

  @Override
  public StoreStatus status() {
    return new StoreStatus("scripted", problem, 0, 0, 0);
  }
}

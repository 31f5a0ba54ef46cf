package dev.millrace.app.status;

import dev.millrace.log.EventLog;
import java.util.Optional;

/**
 * Whether events are taken. A store that is down does not make the program unready: the log takes
 * its events all the same, and a balancer that sent them elsewhere would help nobody.
 */
public final class Readiness {
  private final EventLog eventLog;
  private volatile Phase phase = Phase.STARTING;

  private enum Phase {
    STARTING,
    RUNNING,
    STOPPING
  }

  public Readiness(EventLog eventLog) {
    this.eventLog = eventLog;
  }

  /** All stages run. */
  public void started() {
    phase = Phase.RUNNING;
  }

  /** The stop has begun. */
  public void stopping() {
    phase = Phase.STOPPING;
  }

  /** Why no events are taken, empty if they are. */
  public Optional<String> refusal() {
    return switch (phase) {
      case STARTING -> Optional.of("the stages are starting");
      case STOPPING -> Optional.of("the server is stopping");
      case RUNNING -> Optional.ofNullable(eventLog.refusal());
    };
  }
}

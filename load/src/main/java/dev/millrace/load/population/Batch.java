package dev.millrace.load.population;

import java.util.List;

/**
 * What a client sends in one request.
 *
 * @param again whether it will send the same a second time although it was acknowledged
 */
public record Batch(List<Action> actions, boolean again) {
  public Batch {
    actions = List.copyOf(actions);
  }

  public int size() {
    return actions.size();
  }

  /** How many of them a server takes. */
  public int good() {
    int good = 0;
    for (Action action : actions) {
      good += action.good() ? 1 : 0;
    }
    return good;
  }
}

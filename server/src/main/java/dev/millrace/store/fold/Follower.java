package dev.millrace.store.fold;

import java.util.function.Consumer;

/** Is told of each person once: with all events, or with the first of them if these are enough. */
public interface Follower extends Consumer<Timeline> {
  /**
   * Takes the person in if no later event can change what is found of them.
   *
   * @return whether it has
   */
  boolean settle(Timeline timeline);
}

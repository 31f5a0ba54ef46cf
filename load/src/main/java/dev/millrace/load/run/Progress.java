package dev.millrace.load.run;

import dev.millrace.load.pace.Stage;

/** Told how a run goes on. */
public interface Progress {
  void stage(Stage stage);

  /** The last second. */
  void second(Stage stage, Second second);

  /** Something that a person should know, such as what a run waits for. */
  void note(String text);
}

package dev.millrace.load.run;

import dev.millrace.load.pace.Stage;

/** Nobody watches. */
public final class Silence implements Progress {
  @Override
  public void stage(Stage stage) {}

  @Override
  public void second(Stage stage, Second second) {}

  @Override
  public void note(String text) {}
}

package dev.millrace.app.status;

import java.util.Objects;

/** The program's version, from its jar. */
public final class Version {
  private Version() {}

  /** As built; {@code dev} when it runs from classes. */
  public static String text() {
    return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "dev");
  }
}

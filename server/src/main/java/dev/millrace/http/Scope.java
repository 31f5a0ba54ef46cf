package dev.millrace.http;

import java.util.Locale;

/** What a key may do in its project. An admin key may do everything. */
public enum Scope {
  WRITE,
  READ,
  ADMIN;

  public boolean allows(Scope asked) {
    return this == asked || this == ADMIN;
  }

  /** As configuration and messages write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

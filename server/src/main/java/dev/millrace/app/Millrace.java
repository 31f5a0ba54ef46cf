package dev.millrace.app;

import dev.millrace.app.keys.KeyRing;
import dev.millrace.app.settings.Settings;
import java.net.URI;
import java.nio.file.Path;

public final class Millrace implements AutoCloseable {
  private Millrace() {}
  public static Millrace start(Settings settings) { throw new IllegalStateException(); }
  public URI url() { throw new IllegalStateException(); }
  public KeyRing keys() { throw new IllegalStateException(); }
  public Path keysFile() { throw new IllegalStateException(); }
  public Path data() { throw new IllegalStateException(); }
  @Override public void close() {}
}

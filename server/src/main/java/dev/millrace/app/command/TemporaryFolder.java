package dev.millrace.app.command;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is gone afterwards, also when the process ends in another way than by {@link
 * #close}, as far as the JVM still runs its shutdown hooks.
 */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;
  private final Thread hook;

  private TemporaryFolder(Path path) {
    this.path = path;
    hook = new Thread(this::delete, "millrace-temporary-folder");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  public static TemporaryFolder make() throws IOException {
    return new TemporaryFolder(Files.createTempDirectory("millrace-demo-"));
  }

  public Path path() {
    return path;
  }

  private void delete() {
    try {
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException _) {
      // Left for the system's own cleaning of its temporary folder.
    }
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending already, and the hook finds nothing left.
    }
  }
}

package dev.millrace.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A real disk of a few megabytes, which only root may mount. Closing it takes it away. */
final class SmallDisk implements AutoCloseable {
  static final long MIB = 1024 * 1024;
  private static final int BLOCK_BYTES = 64 * 1024;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * @param folder made and removed by the caller
   */
  static SmallDisk mount(Path folder, int megabytes) throws IOException {
    Files.createDirectories(folder);
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
    Assumptions.assumeTrue(
        mounted || System.getProperty("user.name").equals("root"), "only root may mount a disk");
    assertThat(mounted).isTrue();
    return new SmallDisk(folder);
  }

  Path resolve(String name) {
    return folder.resolve(name);
  }

  long free() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /** Takes the disk's space but for so many bytes, until the file is deleted. */
  Path fillBut(String name, long left) throws IOException {
    Path ballast = folder.resolve(name);
    byte[] block = new byte[BLOCK_BYTES];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (free() >= left + BLOCK_BYTES) {
        out.write(block);
      }
    }
    return ballast;
  }

  @Override
  public void close() throws IOException {
    assertThat(run("umount", folder.toString())).isTrue();
  }

  private static boolean run(String... command) throws IOException {
    return new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue() == 0;
  }
}

package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The built program is complete: what the launcher starts finds everything beside itself. */
class PackagingIT {

  private static final Path TARGET = Path.of(System.getProperty("millrace.home"), "server/target");

  @Test
  void jarFindsEveryLibraryBesideItself() throws IOException {
    try (JarFile jar = new JarFile(TARGET.resolve("millrace.jar").toFile())) {
      Attributes attributes = jar.getManifest().getMainAttributes();

      assertThat(attributes.getValue(Attributes.Name.MAIN_CLASS))
          .isEqualTo("dev.millrace.app.Main");
      assertThat(attributes.getValue(Attributes.Name.CLASS_PATH).split(" "))
          .isNotEmpty()
          .allSatisfy(library -> assertThat(TARGET.resolve(library)).isRegularFile());
    }
  }
}

package dev.millrace.app.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.http.Key;
import dev.millrace.http.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
  private static final Map<Scope, String> NONE = Map.of();

  @TempDir Path folder;
  private KeysFile file = new KeysFile(Path.of("."));

  @BeforeEach
  void place() {
    file = new KeysFile(folder.resolve("keys.yaml"));
  }

  @Test
  void firstStartMakesAKeyOfEachScope() {
    KeyRing ring = KeyRing.open(file, NONE);

    assertThat(ring.isNew()).isTrue();
    assertThat(ring.keys()).extracting(Key::scope).containsExactly(Scope.values());
    assertThat(ring.keys()).extracting(Key::project).containsOnly("default");
    assertThat(ring.secret(Scope.WRITE)).matches("mr_write_[A-Za-z0-9_-]{32}");
    assertThat(ring.secret(Scope.READ)).matches("mr_read_[A-Za-z0-9_-]{32}");
  }

  @Test
  void onlyTheOwnerMayReadTheFile() throws IOException {
    KeyRing.open(file, NONE);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
  }

  @Test
  void laterStartsFindTheSameKeys() {
    KeyRing first = KeyRing.open(file, NONE);
    KeyRing second = KeyRing.open(file, NONE);

    assertThat(second.isNew()).isFalse();
    assertThat(second.keys()).isEqualTo(first.keys());
  }

  @Test
  void givenKeysAreThere() {
    KeyRing ring = KeyRing.open(file, Map.of(Scope.WRITE, "w\"\\", Scope.READ, "r"));

    assertThat(ring.secret(Scope.WRITE)).isEqualTo("w\"\\");
    assertThat(KeyRing.open(file, NONE).keys()).isEqualTo(ring.keys());
  }

  @Test
  void givenKeyTakesThePlaceOfTheFirstOfItsScope() {
    file.write(
        List.of(
            new Key("a", "default", Scope.WRITE, false),
            new Key("b", "default", Scope.WRITE, false),
            new Key("c", "other", Scope.WRITE, false)));

    KeyRing ring = KeyRing.open(file, Map.of(Scope.WRITE, "new", Scope.READ, "r"));

    assertThat(ring.keys()).extracting(Key::secret).containsExactly("new", "b", "c", "r");
  }

  @Test
  void keyOfTwoScopesIsRefused() {
    assertThatThrownBy(() -> KeyRing.open(file, Map.of(Scope.WRITE, "same", Scope.READ, "same")))
        .hasMessageContaining("already a write key");
  }

  @Test
  void handWrittenFileIsRead() throws IOException {
    Files.writeString(
        file.path(),
        """
        - {key: one, project: shop, scope: read, sql: true}
        - key: two
          project: shop
          scope: WRITE
        """);

    assertThat(file.read())
        .containsExactly(
            new Key("one", "shop", Scope.READ, true), new Key("two", "shop", Scope.WRITE, false));
  }

  @Test
  void wrongFileIsRefusedWithoutQuotingIt() throws IOException {
    for (String text :
        List.of(
            "key: hush",
            "- {key: hush, project: p, scope: everything}",
            "- {key: hush, scope: read}",
            "- {key: hush, project: p, scope: read, sqll: true}",
            "- {key: hush, project: p, scope: read}\n- {key: hush, project: q, scope: read}",
            "- {key: hush",
            "")) {
      Files.writeString(file.path(), text);
      assertThatThrownBy(() -> KeyRing.open(file, NONE))
          .as(text)
          .hasMessageContaining("keys.yaml")
          .hasMessageNotContaining("hush")
          .hasNoCause();
    }
  }
}

package dev.millrace.app.keys;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Key;
import dev.millrace.http.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * {@code keys.yaml}: a list of {@code key}, {@code project}, {@code scope} and, for read keys that
 * may send SQL, {@code sql: true}. Only its owner may read it.
 */
public final class KeysFile {
  /** The project that the first start makes keys for. */
  public static final String FIRST_PROJECT = "default";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<String> FIELDS = Set.of("key", "project", "scope", "sql");
  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path path;

  public KeysFile(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  public boolean exists() {
    return Files.exists(path);
  }

  /** Reads the keys; throws {@code invalid_configuration} if the file is not what it should be. */
  public List<Key> read() {
    try {
      JsonNode list = YAML.readTree(Files.readString(path));
      if (!list.isArray()) {
        throw invalid("is no list of keys");
      }
      List<Key> keys = new ArrayList<>();
      for (JsonNode entry : list) {
        keys.add(key(entry, keys.size() + 1));
      }
      if (new HashSet<>(keys.stream().map(Key::secret).toList()).size() < keys.size()) {
        throw invalid("has the same key twice");
      }
      return keys;
    } catch (JacksonException e) {
      // Without the cause: its message quotes the file.
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw invalid("is not readable as YAML at line " + line);
    } catch (IOException e) {
      throw unusable("cannot be read", e);
    }
  }

  /** Replaces the file in one step, so that a crash leaves the old or the new one. */
  public void write(List<Key> keys) {
    StringBuilder text =
        new StringBuilder("# Keys of this installation. Whoever has one, has its project.\n");
    for (Key key : keys) {
      text.append("- key: ").append(quoted(key.secret())).append('\n');
      text.append("  project: ").append(quoted(key.project())).append('\n');
      text.append("  scope: ").append(key.scope().text()).append('\n');
      if (key.sql()) {
        text.append("  sql: true\n");
      }
    }
    Path draft = path.resolveSibling(path.getFileName() + ".draft");
    try {
      Files.deleteIfExists(draft);
      Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.writeString(draft, text);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unusable("cannot be written", e);
    }
  }

  private Key key(JsonNode entry, int number) {
    for (String field : entry.propertyNames()) {
      if (!FIELDS.contains(field)) {
        throw invalid("entry " + number + " has an unknown field " + field);
      }
    }
    String secret = entry.path("key").asString("");
    String project = entry.path("project").asString("");
    if (secret.isEmpty() || project.isEmpty()) {
      throw invalid("entry " + number + " lacks key or project");
    }
    return new Key(
        secret,
        project,
        scope(entry.path("scope").asString(""), number),
        entry.path("sql").asBoolean(false));
  }

  private Scope scope(String text, int number) {
    try {
      return Scope.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw invalid("entry " + number + " has no scope write, read or admin");
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private MillraceException invalid(String what) {
    return new MillraceException(
        Fault.INVALID_CONFIGURATION,
        path + " " + what,
        "each entry has key, project, scope (write, read or admin) and, if wanted, sql: true",
        null);
  }

  private MillraceException unusable(String what, IOException cause) {
    return new MillraceException(
        Fault.INVALID_CONFIGURATION,
        path + " " + what + " (" + cause.getClass().getSimpleName() + ")",
        "the user that runs millrace must own the data folder",
        cause);
  }
}

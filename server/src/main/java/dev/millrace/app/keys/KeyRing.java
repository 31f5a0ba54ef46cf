package dev.millrace.app.keys;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Key;
import dev.millrace.http.Scope;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keys that hold.
 *
 * @param isNew whether they were made just now, so that they are shown this once
 */
public record KeyRing(List<Key> keys, boolean isNew) {
  /** 192 random bits: nobody guesses them. */
  private static final int SECRET_BYTES = 24;

  /**
   * Reads the keys, or makes one of each scope for the first project. A key that the configuration
   * gives takes the place of the first one of its scope in that project, in the file too.
   *
   * @param given keys from the configuration, by scope
   */
  public static KeyRing open(KeysFile file, Map<Scope, String> given) {
    boolean isNew = !file.exists();
    List<Key> keys = isNew ? fresh() : new ArrayList<>(file.read());
    List<Key> before = List.copyOf(keys);
    new TreeMap<>(given).forEach((scope, secret) -> put(keys, scope, secret));
    if (isNew || !keys.equals(before)) {
      file.write(keys);
    }
    return new KeyRing(List.copyOf(keys), isNew);
  }

  /** The first project's first key of a scope. */
  public String secret(Scope scope) {
    return keys.stream()
        .filter(key -> key.scope() == scope && key.project().equals(KeysFile.FIRST_PROJECT))
        .map(Key::secret)
        .findFirst()
        .orElse("");
  }

  private static List<Key> fresh() {
    SecureRandom random = new SecureRandom();
    List<Key> keys = new ArrayList<>();
    for (Scope scope : Scope.values()) {
      byte[] bytes = new byte[SECRET_BYTES];
      random.nextBytes(bytes);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      keys.add(
          new Key(
              "mr_" + scope.text() + "_" + text,
              KeysFile.FIRST_PROJECT,
              scope,
              scope == Scope.ADMIN));
    }
    return keys;
  }

  private static void put(List<Key> keys, Scope scope, String secret) {
    int place = -1;
    for (int i = keys.size() - 1; i >= 0; i--) {
      Key key = keys.get(i);
      boolean sameRole = key.scope() == scope && key.project().equals(KeysFile.FIRST_PROJECT);
      if (key.secret().equals(secret)) {
        if (!sameRole) {
          throw new MillraceException(
              Fault.INVALID_CONFIGURATION,
              "the "
                  + scope.text()
                  + " key of the configuration is already a "
                  + key.scope().text()
                  + " key of project "
                  + key.project(),
              "give each scope a key of its own",
              null);
        }
        return;
      }
      place = sameRole ? i : place;
    }
    Key key = new Key(secret, KeysFile.FIRST_PROJECT, scope, scope == Scope.ADMIN);
    if (place < 0) {
      keys.add(key);
    } else {
      keys.set(place, key);
    }
  }
}

package dev.millrace.app.settings;

import dev.millrace.http.Scope;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Settings of the whole installation: where it keeps its data, and its keys. */
public final class DataSettings {
  private static final String KEYS = "; made on the first start if not set.";

  public static final Setting<Path> DATA =
      Setting.of(
          "data",
          SettingType.path(),
          Path.of("millrace-data"),
          "Folder for everything that is kept: log, store and keys.yaml.");
  public static final Setting<String> WRITE_KEY =
      Setting.of("keys.write", SettingType.key(), "", "Key that may send events" + KEYS)
          .alsoNamed("write-key")
          .hidden();
  public static final Setting<String> READ_KEY =
      Setting.of("keys.read", SettingType.key(), "", "Key that may ask questions" + KEYS)
          .alsoNamed("read-key")
          .hidden();
  public static final Setting<String> ADMIN_KEY =
      Setting.of("keys.admin", SettingType.key(), "", "Key that may do everything" + KEYS)
          .alsoNamed("admin-key")
          .hidden();

  static final List<Setting<?>> LIST = List.of(DATA, WRITE_KEY, READ_KEY, ADMIN_KEY);

  private DataSettings() {}

  /** The keys that the configuration gives, by scope. */
  public static Map<Scope, String> keys(Settings settings) {
    Map<Scope, String> keys = new EnumMap<>(Scope.class);
    Map.of(Scope.WRITE, WRITE_KEY, Scope.READ, READ_KEY, Scope.ADMIN, ADMIN_KEY)
        .forEach((scope, setting) -> {
          if (settings.isSet(setting)) {
            keys.put(scope, settings.get(setting));
          }
        });
    return keys;
  }
}

package dev.millrace.app.settings;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.util.Map;
import java.util.TreeMap;

/** What holds: the value of every setting, and where it was set. Immutable. */
public final class Settings {
  private final Map<String, GivenSetting> given;

  Settings(Map<String, GivenSetting> given) {
    this.given = Map.copyOf(given);
  }

  /** Settings as flags give them, by dotted or short name, and nothing else. */
  public static Settings of(Map<String, String> flags) {
    return new SettingsReader(AllSettings.LIST, AllSettings.OPEN).read(flags, Map.of());
  }

  public <T> T get(Setting<T> setting) {
    GivenSetting value = given.get(setting.name());
    return value == null ? setting.defaultValue() : setting.type().parse(value.text());
  }

  public boolean isSet(Setting<?> setting) {
    return given.containsKey(setting.name());
  }

  /** Where the value comes from: a flag, a variable, a line of a file, or {@code default}. */
  public String origin(Setting<?> setting) {
    GivenSetting value = given.get(setting.name());
    return value == null ? "default" : value.origin();
  }

  /** Refuses two settings that contradict each other, naming both. */
  <T extends Comparable<? super T>> void requireAtLeast(Setting<T> high, Setting<T> low) {
    if (get(high).compareTo(get(low)) < 0) {
      // The one that somebody has set is the one to change.
      String origin = isSet(high) ? origin(high) : origin(low);
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION,
          origin
              + ": "
              + high.name()
              + " is "
              + high.type().print(get(high))
              + "; it takes at least "
              + low.name()
              + ", which is "
              + low.type().print(get(low)));
    }
  }

  /** Everything set below an open name, by the rest of the name. */
  public Map<String, String> below(OpenSetting open) {
    Map<String, String> found = new TreeMap<>();
    given.forEach((name, value) -> {
      if (name.startsWith(open.prefix())) {
        found.put(name.substring(open.prefix().length()), value.text());
      }
    });
    return found;
  }

  /** Where a name below an open one was set. */
  public String origin(OpenSetting open, String rest) {
    GivenSetting value = given.get(open.prefix() + rest);
    return value == null ? "default" : value.origin();
  }
}

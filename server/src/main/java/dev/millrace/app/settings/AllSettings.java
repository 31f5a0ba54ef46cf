package dev.millrace.app.settings;

import java.util.List;
import java.util.stream.Stream;

/** The one list of what can be configured, in the order of the pipeline. */
public final class AllSettings {
  public static final List<Setting<?>> LIST =
      Stream.of(
              DataSettings.LIST,
              HttpSettings.LIST,
              IngestSettings.LIST,
              LogSettings.LIST,
              ProcessSettings.LIST,
              StoreSettings.LIST,
              QuerySettings.LIST,
              SqlSettings.LIST,
              LiveSettings.LIST,
              BoardSettings.LIST,
              PrivacySettings.LIST,
              RetentionSettings.LIST,
              ExportSettings.LIST)
          .<Setting<?>>flatMap(List::stream)
          .toList();

  public static final List<OpenSetting> OPEN =
      List.of(LogSettings.CLIENT, ViewSettings.VIEWS, RetentionSettings.PROJECTS);

  private AllSettings() {}
}

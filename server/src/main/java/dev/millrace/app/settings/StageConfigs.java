package dev.millrace.app.settings;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.HttpConfig;
import dev.millrace.ingest.IngestLimits;
import dev.millrace.live.LiveConfig;
import dev.millrace.log.kafka.KafkaLogConfig;
import dev.millrace.process.ProcessConfig;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.sql.SqlConfig;
import dev.millrace.store.duckdb.DuckDbConfig;

/** The settings as the stages take them. */
public record StageConfigs(
    HttpConfig http,
    IngestLimits ingest,
    KafkaLogConfig log,
    ProcessConfig process,
    DuckDbConfig store,
    QueryConfig query,
    SqlConfig sql,
    LiveConfig live) {

  /** Throws {@code invalid_configuration} when settings do not go together. */
  public static StageConfigs of(Settings settings) {
    try {
      return new StageConfigs(
          HttpSettings.config(settings),
          IngestSettings.config(settings),
          LogSettings.config(settings),
          ProcessSettings.config(settings),
          StoreSettings.config(settings),
          QuerySettings.config(settings),
          SqlSettings.config(settings),
          LiveSettings.config(settings));
    } catch (IllegalArgumentException e) {
      // A rule between two values that no setting's own range can express.
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION, "settings do not go together: " + e.getMessage(), e);
    }
  }
}

package dev.millrace.load.run;

import dev.millrace.load.pace.Curve;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a run sends.
 *
 * @param connections requests that may be under way at once
 * @param batch events a request
 * @param patience how long after its due time a request is still tried
 * @param retries whether what was refused is sent again, as clients of an event server do; an
 *     application whose own database refuses it does not
 * @param recovery how long a target may take to empty its queues between steps of a ramp
 */
public record RunOptions(
    int connections,
    int batch,
    Curve curve,
    Duration patience,
    boolean retries,
    Duration recovery,
    Limits limits) {
  public RunOptions {
    if (connections < 1 || batch < 1) {
      throw new IllegalArgumentException("connections and batch must be at least 1");
    }
  }

  /** For the report; names end in their unit. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("connections", connections);
    settings.put("batch_events", batch);
    settings.put("patience_seconds", patience.toSeconds());
    settings.put("sends_again", retries);
    settings.put("p99_limit_ms", limits.p99Millis());
    settings.put("lag_limit_seconds", limits.lagSeconds());
    settings.put("own_delay_limit_ms", limits.ownDelayMillis());
    return settings;
  }
}

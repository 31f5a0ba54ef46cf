package dev.millrace.app.route;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Keys;
import dev.millrace.http.Scope;
import dev.millrace.log.EventFormat;
import dev.millrace.log.EventLog;
import dev.millrace.log.LogReader;
import dev.millrace.log.LogRecord;
import dev.millrace.store.EventStore;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Has the whole store filled from the log again, for an admin key. */
public final class RebuildRoutes implements HttpService {
  /** Of the log, to find the oldest event of a partition in. */
  private static final long ENOUGH_BYTES = 1 << 20;

  private final EventLog log;
  private final EventStore store;
  private final Keys keys;

  public RebuildRoutes(EventLog log, EventStore store, Keys keys) {
    this.log = log;
    this.store = store;
    this.keys = keys;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/v1/rebuild", this::rebuild);
  }

  private void rebuild(ServerRequest request, ServerResponse response) {
    keys.require(request, Scope.ADMIN);
    Positions beginning = log.beginning();
    for (int partition = 0; partition < log.partitions(); partition++) {
      if (beginning.next(partition) > 0) {
        throw incomplete(beginning, partition);
      }
    }
    store.startOver();
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("until", log.end().toString());
    response.headers().contentType(MediaTypes.APPLICATION_JSON);
    response.status(Status.ACCEPTED_202).send(JsonMapper.shared().writeValueAsBytes(json));
  }

  private MillraceException incomplete(Positions beginning, int partition) {
    return new MillraceException(
        Fault.LOG_INCOMPLETE,
        "partition %d of the log begins at offset %d%s; what the store has from before would be lost"
            .formatted(partition, beginning.next(partition), receivedAt(beginning, partition)),
        "millrace export --from FIRST_DAY DIR, start a server with an empty data folder, and"
            + " millrace import DIR: that is the same store. log.retention says how long the log"
            + " keeps events",
        null);
  }

  /** When the oldest event that is left was received, as far as a moment's reading tells. */
  private String receivedAt(Positions beginning, int partition) {
    try (LogReader reader = log.read(beginning)) {
      return reader.poll(Duration.ofSeconds(2), ENOUGH_BYTES).stream()
          .filter(record -> record.partition() == partition)
          .findFirst()
          .flatMap(RebuildRoutes::received)
          .map(time -> ", with events received since " + time)
          .orElse("");
    }
  }

  private static Optional<Instant> received(LogRecord record) {
    try {
      Event event = EventFormat.decode(record.value());
      return Optional.of(Instant.EPOCH.plus(event.received(), ChronoUnit.MICROS));
    } catch (MillraceException _) {
      return Optional.empty();
    }
  }
}

package dev.millrace.app.route;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Keys;
import dev.millrace.http.Scope;
import dev.millrace.log.EventLog;
import dev.millrace.store.EventStore;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Has the whole store filled from the log again, for an admin key. */
public final class RebuildRoutes implements HttpService {
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
        throw incomplete(partition, beginning.next(partition));
      }
    }
    store.startOver();
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("until", log.end().toString());
    response.headers().contentType(MediaTypes.APPLICATION_JSON);
    response.status(Status.ACCEPTED_202).send(JsonMapper.shared().writeValueAsBytes(json));
  }

  private static MillraceException incomplete(int partition, long first) {
    return new MillraceException(
        Fault.LOG_INCOMPLETE,
        "partition %d of the log begins at offset %d; what the store has from before would be lost"
            .formatted(partition, first),
        "millrace export --from FIRST_DAY DIR, start a server with an empty data folder, and"
            + " millrace import DIR: that has the same events. log.retention says how long the log"
            + " keeps events",
        null);
  }
}

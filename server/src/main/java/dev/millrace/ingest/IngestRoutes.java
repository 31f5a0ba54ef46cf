package dev.millrace.ingest;

import dev.millrace.http.Keys;
import dev.millrace.ingest.segment.Call;
import dev.millrace.log.EventLog;
import dev.millrace.metrics.Metrics;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.time.InstantSource;

/** The routes of ingest: Segment's HTTP API and the native one. */
public final class IngestRoutes implements HttpService {
  private final Ingest ingest;

  public IngestRoutes(
      IngestLimits limits, Keys keys, EventLog log, Metrics metrics, InstantSource clock) {
    ingest = new Ingest(limits, keys, log, metrics, clock);
  }

  @Override
  public void routing(HttpRules rules) {
    post(rules, "batch", new Endpoint.SegmentBatch());
    post(rules, "track", new Endpoint.SegmentCall(Call.TRACK));
    post(rules, "events", new Endpoint.Native());
    post(rules, "b", new Endpoint.SegmentBatch());
    post(rules, "import", new Endpoint.SegmentBatch());
    for (Call call : Call.values()) {
      post(rules, call.shortType(), new Endpoint.SegmentCall(call));
      if (call != Call.TRACK) {
        post(rules, call.type(), new Endpoint.SegmentCall(call));
      }
    }
  }

  /** Segment's client for Java ends its path with a slash. */
  private void post(HttpRules rules, String name, Endpoint endpoint) {
    Handler handler = (request, response) -> ingest.handle(endpoint, request, response);
    rules.post("/v1/" + name, handler).post("/v1/" + name + "/", handler);
  }
}

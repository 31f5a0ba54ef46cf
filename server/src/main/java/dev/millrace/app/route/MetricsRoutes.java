package dev.millrace.app.route;

import dev.millrace.http.HeadAnswer;
import dev.millrace.metrics.Metrics;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code GET /metrics}: every instrument, and those of the JVM, in Prometheus' text format. */
public final class MetricsRoutes implements HttpService {
  private final Metrics metrics;
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  public MetricsRoutes(Metrics metrics) {
    this.metrics = metrics;
    JvmMetrics.builder().register(metrics.registry());
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/metrics", this::answer).head("/metrics", this::answer);
  }

  private void answer(ServerRequest request, ServerResponse response) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 16);
    try {
      writer.write(text, metrics.registry().scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    response
        .header(HeaderNames.CONTENT_TYPE, writer.getContentType())
        .header(HeaderNames.CACHE_CONTROL, "no-store");
    HeadAnswer.send(request, response, text.toByteArray());
  }
}

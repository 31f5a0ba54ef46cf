package dev.millrace.load.discard;

import dev.millrace.load.millrace.MillraceSender;
import dev.millrace.load.target.Finding;
import dev.millrace.load.target.Ledger;
import dev.millrace.load.target.Sender;
import dev.millrace.load.target.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The same requests as to Millrace, to a server that does nothing with them. */
public final class DiscardTarget implements Target {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DiscardServer server = new DiscardServer();
  private final String token;

  public DiscardTarget(String token) throws IOException {
    this.token = token;
  }

  @Override
  public String title() {
    return "nothing (discarded)";
  }

  @Override
  public Map<String, String> facts() {
    return Map.of();
  }

  @Override
  public Sender open() throws IOException {
    return MillraceSender.unchecked(server.url(), token, PATIENCE);
  }

  @Override
  public Map<String, Double> gauges() {
    return Map.of();
  }

  @Override
  public List<Finding> check(Ledger ledger) {
    return List.of();
  }

  @Override
  public void close() {
    server.close();
  }
}

package dev.millrace.load.run;

import dev.millrace.load.target.Finding;
import dev.millrace.load.target.Ledger;
import dev.millrace.load.target.Sender;
import dev.millrace.load.target.Target;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A target whose counts nobody asks for, and which tells of itself what a test wants. */
record Imagined(Opening opening, Map<String, Double> gauges) implements Target {
  interface Opening {
    Sender open() throws IOException;
  }

  @Override
  public String title() {
    return "imagined";
  }

  @Override
  public Map<String, String> facts() {
    return Map.of();
  }

  @Override
  public Sender open() throws IOException {
    return opening.open();
  }

  @Override
  public List<Finding> check(Ledger ledger) {
    return List.of();
  }

  @Override
  public void close() {}
}

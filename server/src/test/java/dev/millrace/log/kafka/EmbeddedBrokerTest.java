package dev.millrace.log.kafka;

import static dev.millrace.log.kafka.LogFixture.append;
import static dev.millrace.log.kafka.LogFixture.event;
import static dev.millrace.log.kafka.LogFixture.readTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  @TempDir private Path folder;

  @Test
  void keepsTheLogAcrossARestartOnOtherPorts() {
    String id;
    Positions kept;
    String servers;
    try (KafkaEventLog log = open("log")) {
      id = log.id();
      servers = log.embeddedServers();
      kept = append(log, event("ann", "1"), event("bob", "2"));
    }

    try (KafkaEventLog log = open("log")) {
      assertThat(log.embeddedServers()).isNotEqualTo(servers);
      assertThat(log.id()).isEqualTo(id);
      assertThat(log.end()).isEqualTo(kept);
      Positions more = append(log, event("ann", "3"));
      assertThat(readTo(log, Positions.NONE, more))
          .containsExactlyInAnyOrder(event("ann", "1"), event("bob", "2"), event("ann", "3"));
      assertThatThrownBy(() -> open("log"))
          .isInstanceOfSatisfying(MillraceException.class, EmbeddedBrokerTest::isConfiguration)
          .hasMessageContaining("in use by another process");
    }

    try (KafkaEventLog log = open("another")) {
      assertThat(log.id()).isNotEqualTo(id);
    }
  }

  @Test
  void namesThePortThatIsTaken() throws IOException {
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      KafkaLogConfig.Embedded settings =
          new KafkaLogConfig.Embedded(
              folder, taken.getLocalPort(), Duration.ofDays(1), 64 << 20, 8 << 20, 0);

      assertThatThrownBy(() -> EmbeddedBroker.start(settings, 1))
          .isInstanceOfSatisfying(MillraceException.class, EmbeddedBrokerTest::isConfiguration)
          .hasMessageContaining("port " + taken.getLocalPort());
    }
  }

  private KafkaEventLog open(String name) {
    return KafkaEventLog.open(LogFixture.embedded(folder.resolve(name), 2), new Metrics());
  }

  private static void isConfiguration(MillraceException refused) {
    assertThat(refused.fault()).isEqualTo(Fault.INVALID_CONFIGURATION);
  }
}

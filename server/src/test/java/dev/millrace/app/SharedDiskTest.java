package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.log.kafka.KafkaLogConfig;
import dev.millrace.log.kafka.KafkaLogConfig.Cluster;
import dev.millrace.log.kafka.KafkaLogConfig.Embedded;
import dev.millrace.store.duckdb.DuckDbConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedDiskTest {
  @TempDir private Path folder;

  @Test
  void storeLeavesHalfOfTheReserveToALogOnItsDisk() throws IOException {
    long disk = Files.getFileStore(folder).getTotalSpace();
    Embedded broker = Embedded.defaults(folder.resolve("not/yet/made"));
    DuckDbConfig store = DuckDbConfig.defaults(folder.resolve("store")).withReserve(0);

    assertThat(SharedDisk.leaveToLog(store, KafkaLogConfig.of(broker)).reserveBytes())
        .isEqualTo(broker.fittedTo(disk).reserveBytes() / 2)
        .isPositive();
  }

  @Test
  void largerReserveOfTheStoreStays() {
    DuckDbConfig store =
        DuckDbConfig.defaults(folder.resolve("store")).withReserve(Long.MAX_VALUE / 2);

    assertThat(SharedDisk.leaveToLog(store, KafkaLogConfig.defaults(folder.resolve("log"))))
        .isEqualTo(store);
  }

  @Test
  void logInAClusterNeedsNothingOfTheDisk() {
    DuckDbConfig store = DuckDbConfig.defaults(folder.resolve("store")).withReserve(0);
    KafkaLogConfig log = KafkaLogConfig.of(new Cluster("localhost:9092", Map.of()));

    assertThat(SharedDisk.leaveToLog(store, log)).isEqualTo(store);
  }
}

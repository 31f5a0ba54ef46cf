package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.DuckDbStoreTest.is;
import static dev.millrace.store.duckdb.StoreFixture.batch;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.count;
import static dev.millrace.store.duckdb.StoreFixture.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fault.Fault;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadPoolTest {
  private static final String ENDLESS =
      "select sum(hash(a.range * b.range)) from range(10000000) a, range(10000000) b";
  private static final String HUGE =
      "select count(*) from (select distinct hash(range) h, repeat('x', 300) || range from"
          + " range(3000000))";

  @TempDir private Path folder;

  @Test
  void cancelsAtTheTimeLimitAndStaysUsable() {
    try (DuckDbStore store = open(config(folder, 1_000))) {
      store.append(batch(0, 100));
      for (int i = 0; i < 10; i++) {
        assertThatThrownBy(() -> run(store, Duration.ofMillis(50), ENDLESS))
            .satisfies(is(Fault.QUERY_TIMEOUT));
      }
      store.append(batch(100, 200));
      assertThat(count(store)).isEqualTo(200);
    }
  }

  @Test
  void refusesWhenEveryConnectionStaysBusy() throws Exception {
    DuckDbConfig config = config(folder, 1_000);
    CountDownLatch busy = new CountDownLatch(config.readConnections());
    CountDownLatch done = new CountDownLatch(1);
    try (DuckDbStore store = open(config);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Boolean>> readers = new ArrayList<>();
      for (int i = 0; i < config.readConnections(); i++) {
        readers.add(
            CompletableFuture.supplyAsync(
                () ->
                    store.read(
                        Duration.ofMinutes(1),
                        (_, _) -> {
                          busy.countDown();
                          return await(done);
                        }),
                threads));
      }
      busy.await();
      assertThatThrownBy(() -> run(store, Duration.ofMillis(20), "select 1"))
          .satisfies(is(Fault.QUERY_OVERLOADED));
      // The duplicate filter and the writer have connections of their own.
      store.append(batch(0, 10));
      List<String> ids = new ArrayList<>();
      store.identitiesBySent(0, Long.MAX_VALUE, (_, id, _) -> ids.add(id));
      assertThat(ids).hasSize(9);
      done.countDown();
      readers.forEach(CompletableFuture::join);
      run(store, Duration.ofMinutes(1), "select 1");
    }
  }

  @Test
  void aQuestionThatNeedsTooMuchMemoryFailsAlone() {
    DuckDbConfig config = config(folder, 1_000);
    DuckDbConfig tight =
        new DuckDbConfig(
            folder,
            64 << 20,
            2,
            1_000,
            config.flushBytes(),
            config.flushInterval(),
            config.walBytes(),
            4,
            16 << 20,
            0,
            config.people(),
            config.views());
    try (DuckDbStore store = open(tight)) {
      store.append(batch(0, 100));
      assertThatThrownBy(() -> run(store, Duration.ofMinutes(1), HUGE))
          .satisfies(is(Fault.QUERY_OVERLOADED));
      store.append(batch(100, 200));
      assertThat(count(store)).isEqualTo(200);
    }
  }

  @Test
  void questionsCannotReachFiles() {
    try (DuckDbStore store = open(config(folder, 1_000))) {
      assertThatThrownBy(
              () -> run(store, Duration.ofMinutes(1), "select * from read_text('/etc/hostname')"))
          .hasMessageContaining("Permission Error");
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static long run(DuckDbStore store, Duration limit, String sql) {
    return store.read(
        limit,
        (connection, _) -> {
          try (ResultSet rows = connection.createStatement().executeQuery(sql)) {
            long count = 0;
            while (rows.next()) {
              count++;
            }
            return count;
          }
        });
  }
}

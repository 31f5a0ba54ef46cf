package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.StoreFixture.PROJECT;
import static dev.millrace.store.duckdb.StoreFixture.batch;
import static dev.millrace.store.duckdb.StoreFixture.batchOf;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.count;
import static dev.millrace.store.duckdb.StoreFixture.open;
import static dev.millrace.store.duckdb.StoreFixture.values;
import static dev.millrace.store.duckdb.StoreFixture.withProperties;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Properties that are well-formed JSON but unusual, and some that are not JSON at all. */
class OddJsonTest {
  private static final List<String> KEPT =
      List.of(
          "{}",
          "{\"A\":2,\"a\":1}",
          "{\"\":1}",
          "{\"\":{\"\":[]}}",
          nested(32),
          "{\"n\":9223372036854775807}",
          "{\"n\":18446744073709551615}",
          "{\"n\":-9223372036854775808}",
          "{\"n\":1e308}",
          "{\"n\":-0.0}",
          "{\"n\":\"text\"}",
          "{\"n\":true}",
          "{\"n\":null}",
          "{\"n\":{\"x\":1}}",
          "{\"n\":[1,\"x\",null]}",
          "{\"s\":\"x\\u0000y\"}",
          "{\"s\":\"😀 é\"}",
          "{\"a.b\":1,\"a[0]\":2,\"c d\":3,\"e\\\"f\":4,\"g'h\":5}",
          "{\"s\":\"" + "x".repeat(60_000) + "\"}");

  @TempDir private Path folder;

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }

  @Test
  void comesBackAsItWas() {
    try (DuckDbStore store = open(config(folder, 1_000))) {
      store.append(batchOf(KEPT));
      assertThat(texts(store)).isEqualTo(KEPT);
    }
    try (DuckDbStore store = open(config(folder, 1_000))) {
      assertThat(texts(store)).isEqualTo(KEPT);
    }
  }

  @Test
  void repeatedKeyKeepsItsLastValue() {
    try (DuckDbStore store = open(config(folder, 1_000))) {
      store.append(batchOf(List.of("{\"a\":1,\"a\":2}")));
      assertThat(values(store, "a")).containsExactly("2");
    }
    try (DuckDbStore store = open(config(folder, 1_000))) {
      assertThat(values(store, "a")).containsExactly("2");
      assertThat(texts(store)).containsExactly("{\"a\":2}");
    }
  }

  @Test
  void whatTheEngineDoesNotReadIsKeptAsTextBesideItsGoodNeighbours() {
    List<String> documents =
        List.of("{\"a\":1}", "{\"b\":\"x\\ud800y\"}", "{\"a\":2}", "{\"b\":1", nested(1_000));
    try (DuckDbStore store = open(config(folder, 1_000))) {
      store.append(batchOf(documents));
      assertThat(texts(store)).isEqualTo(documents);
    }
    try (DuckDbStore store = open(config(folder, 1_000))) {
      assertThat(texts(store)).isEqualTo(documents);
      assertThat(values(store, "a")).containsExactly("1", "2");
    }
  }

  @Test
  void manyDistinctKeysAreStoredWithoutHoldingUpTheFile() {
    int events = 20_000;
    try (DuckDbStore store = open(config(folder, 5_000))) {
      for (long from = 0; from < events; from += 1_000) {
        store.append(
            batch(from, from + 1_000, offset -> withProperties(offset, wide((int) offset))));
      }
    }
    try (DuckDbStore store = open(config(folder, 5_000))) {
      assertThat(count(store)).isEqualTo(events);
      assertThat(values(store, "k17")).hasSize(8);
      assertThat(store.newest(PROJECT, 1, null, null).getFirst().event().properties().toString())
          .contains("\"k" + (events - 1) * 4 % 10_000 + "\":" + (events - 1));
    }
  }

  /** Four of 10,000 keys. */
  private static String wide(int number) {
    return IntStream.range(0, 4)
        .mapToObj(i -> "\"k" + (number * 4 + i) % 10_000 + "\":" + number)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static List<String> texts(DuckDbStore store) {
    return store.newest(PROJECT, 1_000, null, null).reversed().stream()
        .map(logged -> logged.event().properties().toString())
        .toList();
  }
}

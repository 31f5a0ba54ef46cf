package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.RawJson;
import org.junit.jupiter.api.Test;

class JsonShapeTest {
  private final JsonShape shape = new JsonShape();

  @Test
  void measuresNestingOutsideOfText() {
    assertThat(shape.visit(RawJson.of("{}"))).isEqualTo(1);
    assertThat(shape.visit(RawJson.of("{\"a\":[{\"b\":1}],\"c\":{}}"))).isEqualTo(3);
    assertThat(shape.visit(RawJson.of("{\"a\":\"[[[\\\"[[[\\\\\"}"))).isEqualTo(1);
    assertThat(shape.visit(RawJson.of("{\"a\":".repeat(90) + "1" + "}".repeat(90)))).isEqualTo(90);
  }

  @Test
  void becomesWideWithTheFirstKeyAboveTheLimit() {
    for (int round = 0; round < 3; round++) {
      for (int key = 0; key < JsonShape.MAX_KEYS; key++) {
        shape.visit(RawJson.of("{\"key" + key + "\" : \"text\\\"" + key + "\"}"));
      }
    }
    assertThat(shape.isWide()).isFalse();
    shape.visit(RawJson.of("{\"key1\":{\"one more\":[1,2]}}"));
    assertThat(shape.isWide()).isTrue();
  }
}

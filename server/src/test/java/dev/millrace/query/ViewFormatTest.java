package dev.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.store.Property;
import dev.millrace.store.View;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewFormatTest {
  private static View view(String... measures) {
    return ViewFormat.view("reading", List.of(), List.of("plan"), List.of(measures));
  }

  private static List<String> uniques(int properties) {
    return IntStream.range(0, properties).mapToObj(i -> "uniques(p" + i + ")").toList();
  }

  @Test
  void readsUniquesOfProperties() {
    View view =
        view(
            "count", "uniques", "sum(amount)", "uniques(article)", "uniques(name)", "uniques(a.b)");
    assertThat(view.distinct())
        .containsExactly(new Property("article"), Property.NAME, new Property("a.b"));
    assertThat(view.people()).isTrue();
    assertThat(view.measures())
        .containsExactly(
            "count",
            "uniques",
            "per_user",
            "sum(amount)",
            "min(amount)",
            "max(amount)",
            "avg(amount)",
            "uniques(article)",
            "uniques(name)",
            "uniques(a.b)");
  }

  @Test
  void takesAPropertyOnceAndNoPeopleWithIt() {
    View view = view("uniques(article)", "uniques( article )");
    assertThat(view.distinct()).containsExactly(new Property("article"));
    assertThat(view.people()).isFalse();
  }

  @Test
  void boundsTheProperties() {
    assertThat(ViewFormat.view("v", List.of(), List.of(), uniques(View.MAX_DISTINCT)).distinct())
        .hasSize(View.MAX_DISTINCT);
    assertThatThrownBy(
            () -> ViewFormat.view("v", List.of(), List.of(), uniques(View.MAX_DISTINCT + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("v: uniques of more than 4 properties");
  }

  @Test
  void refusesUniquesOfUsersAndTimes() {
    for (String measure : List.of("uniques(user)", "uniques(time)")) {
      assertThatThrownBy(() -> view(measure))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("uniques alone counts people");
    }
  }
}

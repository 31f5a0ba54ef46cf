package dev.millrace.app.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description and the program tell the same. */
class OpenApiIT {
  /** Files of the dashboard, which is for browsers. */
  private static final String PAGE_FILES = "/page/";

  @TempDir Path folder;

  @Test
  void describesEveryRouteThatIsServedAndNoOther() {
    try (RunningServer server = RunningServer.start(folder)) {
      JsonNode description = JsonMapper.shared().readTree(server.get("/openapi.json", "").body());
      Set<String> described = new TreeSet<>();
      description
          .path("paths")
          .properties()
          .forEach(path ->
              path.getValue()
                  .propertyNames()
                  .forEach(method -> described.add(method.toUpperCase() + " " + path.getKey())));
      Set<String> served =
          ServedRoutes.of(server.millrace().services()).stream()
              .filter(route -> !route.contains(PAGE_FILES))
              // Some clients of Segment's put a slash at the end, which is the same route.
              .map(route -> route.replaceFirst("(?<=[a-z])/$", ""))
              .collect(Collectors.toCollection(TreeSet::new));

      assertThat(described).isEqualTo(served);
    }
  }

  @Test
  void everyReferenceHasATarget() {
    JsonNode description =
        JsonMapper.shared().readTree(OpenApiIT.class.getResourceAsStream("/openapi.json"));

    assertThat(description.findValuesAsString("$ref"))
        .isNotEmpty()
        .allSatisfy(reference ->
            assertThat(description.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
  }
}

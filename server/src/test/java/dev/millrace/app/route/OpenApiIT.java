package dev.millrace.app.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import dev.millrace.live.PageRoutes;
import io.helidon.webserver.http.HttpService;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description and the program tell the same. */
class OpenApiIT {
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
          ServedRoutes.of(withoutPages(server.millrace().services())).stream()
              // Some clients of Segment's put a slash at the end, which is the same route.
              .map(route -> route.replaceFirst("(?<=[a-z])/$", ""))
              // An id in a path may hold slashes.
              .map(route -> route.replace("{id:.+}", "{id}"))
              .collect(Collectors.toCollection(TreeSet::new));

      served.add("GET /");
      assertThat(described).isEqualTo(served);
    }
  }

  /** Pages and their files are for browsers; only where they begin is described. */
  private static List<HttpService> withoutPages(List<HttpService> services) {
    return services.stream().filter(service -> !(service instanceof PageRoutes)).toList();
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

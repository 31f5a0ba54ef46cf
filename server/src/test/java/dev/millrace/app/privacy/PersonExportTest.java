package dev.millrace.app.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.HttpConfig;
import dev.millrace.http.HttpServer;
import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.store.Commits;
import dev.millrace.store.History;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.NoStore;
import dev.millrace.store.Plan;
import dev.millrace.store.Profile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An export over a socket, from a store that fails on its way. */
class PersonExportTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final LoggedEvent EVENT =
      new LoggedEvent(
          new Event("p", "id", "buy", "ada", null, 1, 1, 1, RawJson.EMPTY, RawJson.EMPTY), 0, 0);

  /** Gives so many pages, then no more. */
  private static final class Pages extends NoStore {
    private final int pages;
    private int given;

    Pages(int pages) {
      this.pages = pages;
    }

    @Override
    public Commits commits() {
      throw new UnsupportedOperationException();
    }

    @Override
    public <A> A answer(Plan<A> plan, Duration timeLimit) {
      if (given == pages) {
        throw new MillraceException(Fault.QUERY_OVERLOADED, "too much to do");
      }
      given++;
      return plan.answerType().cast(new History.Page(List.of(EVENT), true));
    }
  }

  @Test
  void answerThatCannotBeFinishedDoesNotEndLikeAWholeOne() {
    assertThatThrownBy(() -> export(new Pages(2))).isInstanceOf(IOException.class);
  }

  @Test
  void whatFailsBeforeTheFirstPageIsAProblem() throws Exception {
    HttpResponse<String> answer = export(new Pages(0));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("query_overloaded");
  }

  private static HttpResponse<String> export(Pages store) throws Exception {
    QueryEngine engine =
        new QueryEngine(store, QueryConfig.defaults(), new Metrics(), InstantSource.system());
    Profile.Person ada = new Profile.Person("ada", List.of("ada"), 1, 1, 1, RawJson.EMPTY);
    try (HttpServer server =
            new HttpServer(
                HttpConfig.defaults().withPort(0),
                List.of(rules ->
                    rules.get(
                        "/export",
                        (_, response) ->
                            new PersonExport(engine, store, "p", "ada", LIMIT)
                                .send(ada, response))));
        HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/export"))
              .timeout(LIMIT)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}

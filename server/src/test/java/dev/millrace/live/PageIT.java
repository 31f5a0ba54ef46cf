package dev.millrace.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.millrace.http.HttpConfig;
import dev.millrace.http.HttpServer;
import dev.millrace.http.Key;
import dev.millrace.http.Keys;
import dev.millrace.http.Scope;
import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryAnswer;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, where the machine has one. */
@Timeout(180)
class PageIT {
  private static final String STATUS =
      """
      {"problems":[],"lag":{"events":38,"seconds":0.25},"stages":{"ingest":{"per_second_1m":12}}}\
      """;

  private final SimulatedStore store = new SimulatedStore();
  private final Metrics metrics = new Metrics();
  private final QueryEngine engine =
      new QueryEngine(
          store,
          QueryConfig.defaults(),
          metrics,
          InstantSource.fixed(Instant.parse("2026-03-01T12:00:30Z")));
  private final LiveStage stage =
      new LiveStage(
          LiveConfig.defaults(),
          new LiveAnswers(engine, _ -> STATUS.strip().getBytes(StandardCharsets.UTF_8)),
          store.commits(),
          metrics);
  private final Keys keys = new Keys(List.of(new Key("read-key", "shop", Scope.READ, false)));
  private final HttpServer server =
      new HttpServer(
          HttpConfig.defaults().withPort(0),
          List.of(new PageRoutes(), new LiveRoutes(stage, keys, metrics)));

  @TempDir Path profile;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    assumeThat(Browser.installed()).as("a Chromium on this machine").isPresent();
    server.whenStopping(stage::close);
    browser = Browser.start(Browser.installed().orElseThrow(), profile);
    browser.size(1280, 900, false);
  }

  @AfterEach
  void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    server.close();
    stage.close();
  }

  private static String textOf(String id) {
    return "document.getElementById('" + id + "').textContent";
  }

  private String whole(String question) {
    QueryAnswer answer = engine.ask("shop", QuestionFormat.parse(question));
    return NumberFormat.getIntegerInstance(Locale.US).format(answer.rows().getFirst().getLast());
  }

  @Test
  void showsTheNumbersThatTheApiAnswers() throws Exception {
    browser.open("http://127.0.0.1:" + server.port() + "/#key=read-key");

    String active = whole("{\"measures\":[\"uniques\"],\"every\":\"none\",\"from\":\"-5m\"}");
    assertThat(browser.await(textOf("active-now"), text -> text.matches("[\\d,]+")))
        .isEqualTo(active);
    assertThat(browser.await("document.querySelectorAll('#features tr').length", "9"::equals))
        .isEqualTo("9");
    String search =
        whole(
            "{\"measures\":[\"count\"],\"by\":[\"feature\"],\"limit\":8,\"every\":\"none\","
                + "\"from\":\"-1h\",\"where\":[{\"property\":\"feature\",\"op\":\"set\"}]}");
    assertThat(browser.text("document.querySelector('#features tr').cells[1].textContent"))
        .isEqualTo(search);
    assertThat(browser.await(textOf("lag"), "250 ms"::equals)).isEqualTo("250 ms");
    browser.await("document.querySelectorAll('.chart canvas').length", "2"::equals);
    assertThat(browser.text("document.documentElement.dataset.state")).isEqualTo("live");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void takesTheKeyOutOfTheAddress() throws Exception {
    browser.open("http://127.0.0.1:" + server.port() + "/#key=read-key");
    browser.await("sessionStorage.getItem('millrace-read-key')", "read-key"::equals);
    assertThat(browser.text("location.href")).doesNotContain("read-key");
  }

  @Test
  void asksForAKeyAndSaysWhenItIsWrong() throws Exception {
    browser.open("http://127.0.0.1:" + server.port() + "/#key=wrong");
    assertThat(browser.await(textOf("key-error"), text -> text.contains("key")))
        .contains("not known");
    assertThat(browser.text("document.documentElement.dataset.state")).isEqualTo("signed-out");
  }

  @Test
  void saysWhenTheServerIsGone() throws Exception {
    browser.open("http://127.0.0.1:" + server.port() + "/#key=read-key");
    browser.await("document.documentElement.dataset.state", "live"::equals);
    server.close();
    browser.await("document.documentElement.dataset.state", "stale"::equals);
    assertThat(browser.text(textOf("connection-text"))).startsWith("Reconnecting, as of ");
  }

  @Test
  void fitsANarrowScreen() throws Exception {
    browser.size(360, 800, true).open("http://127.0.0.1:" + server.port() + "/#key=read-key");
    browser.await("document.documentElement.dataset.state", "live"::equals);
    assertThat(browser.text("document.documentElement.scrollWidth")).isEqualTo("360");
  }
}

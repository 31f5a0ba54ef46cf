package dev.millrace.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.http.HttpConfig;
import dev.millrace.http.HttpServer;
import dev.millrace.http.RawClient;
import dev.millrace.http.RawClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PageRoutesTest {
  private final HttpServer server =
      new HttpServer(HttpConfig.defaults().withPort(0), List.of(new PageRoutes()));
  private RawClient client;

  @BeforeEach
  void connect() throws IOException {
    client = new RawClient(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/page/page.css, text/css; charset=utf-8",
    "/page/page.js, text/javascript; charset=utf-8",
    "/page/charts.js, text/javascript; charset=utf-8",
    "/page/stream.js, text/javascript; charset=utf-8",
    "/page/mark.svg, image/svg+xml",
    "/page/uplot.js, text/javascript; charset=utf-8",
    "/page/uplot.css, text/css; charset=utf-8"
  })
  void servesEachFileWithItsTypeAndAStrictPolicy(String path, String type) throws IOException {
    Answer answer = client.request("GET", path, "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo(type);
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.header("content-security-policy"))
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .doesNotContain("unsafe");
  }

  @Test
  void loadsNothingFromElsewhereAndHasNoInlineCode() throws IOException {
    String html = client.request("GET", "/", "").text();
    Matcher reference = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(html);
    while (reference.find()) {
      assertThat(client.request("GET", reference.group(1), "").status())
          .as(reference.group(1))
          .isEqualTo(200);
    }
    assertThat(html)
        .doesNotContain("style=")
        .doesNotContain("<style")
        .doesNotContainPattern("\\son\\w+=");
    for (String path : List.of("/page/page.css", "/page/page.js", "/page/stream.js")) {
      assertThat(client.request("GET", path, "").text()).doesNotContain("https://");
    }
  }

  @Test
  void answersARevisitWithoutTheContent() throws IOException {
    String etag = client.request("GET", "/page/page.js", "").header("etag");
    Answer again = client.request("GET", "/page/page.js", "If-None-Match: " + etag + "\r\n");

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.header("etag")).isEqualTo(etag);
  }

  @Test
  void compressesForThoseWhoAskForIt() throws IOException {
    Answer plain = client.request("GET", "/page/page.css", "");
    Answer gzip = client.request("GET", "/page/page.css", "Accept-Encoding: gzip, br\r\n");

    assertThat(gzip.header("content-encoding")).isEqualTo("gzip");
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain.text());
    }
  }
}

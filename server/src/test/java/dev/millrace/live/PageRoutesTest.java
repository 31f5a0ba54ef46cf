package dev.millrace.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.http.HttpConfig;
import dev.millrace.http.HttpServer;
import dev.millrace.http.RawClient;
import dev.millrace.http.RawClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PageRoutesTest {
  private static final Pattern SCRIPT = Pattern.compile("<script([^>]*)>(.*?)</script>", 32);
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/_next/[^\"]*)\"");

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

  private Answer get(String path) throws IOException {
    return client.request("GET", path, "");
  }

  @Test
  void tellsOnHeadWhatItWouldSend() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                  .HEAD()
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().firstValueAsLong("content-length").orElse(0)).isPositive();
      assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/html");
    }
    // Nothing of a body is in the connection before the next answer.
    client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(client.readHead().status()).isEqualTo(200);
    assertThat(client.read().status()).isEqualTo(404);
  }

  private String firstAsset(String ending) throws IOException {
    return ASSET
        .matcher(get("/").text())
        .results()
        .map(match -> match.group(1))
        .filter(path -> path.endsWith(ending))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/explore", "/boards", "/people", "/pipeline", "/connect", "/shared"})
  void servesEachPage(String path) throws IOException {
    Answer answer = get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.header("cache-control")).isEqualTo("no-cache");
  }

  @Test
  void allowsExactlyTheInlineScriptsThatThePageHas() throws IOException, NoSuchAlgorithmException {
    Answer answer = get("/");
    String policy = answer.header("content-security-policy");
    String scripts = policy.replaceFirst(".*script-src ([^;]*);.*", "$1");

    assertThat(policy).contains("default-src 'none'").contains("connect-src 'self'");
    assertThat(scripts).startsWith("'self'").doesNotContain("unsafe").doesNotContain("http");
    for (MatchResult script : SCRIPT.matcher(answer.text()).results().toList()) {
      if (!script.group(1).contains("src=")) {
        assertThat(scripts).contains("'sha256-" + digest(script.group(2)) + "'");
      }
    }
  }

  private static String digest(String code) throws NoSuchAlgorithmException {
    return Base64.getEncoder()
        .encodeToString(
            MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void hasEverythingThatAPageRefersTo() throws IOException {
    List<String> assets =
        ASSET.matcher(get("/").text()).results().map(match -> match.group(1)).distinct().toList();

    assertThat(assets).isNotEmpty();
    for (String asset : assets) {
      assertThat(get(asset.replaceFirst("\\?.*", "")).status()).as(asset).isEqualTo(200);
    }
    assertThat(get("/").text()).doesNotContainPattern("(?:src|href)=\"https?://");
  }

  @Test
  void letsBrowsersKeepForeverWhatIsNamedByItsContent() throws IOException {
    Answer script = get(firstAsset(".js"));

    assertThat(script.header("content-type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(script.header("cache-control")).contains("immutable");
  }

  @Test
  void answersARevisitWithoutTheContent() throws IOException {
    String etag = get("/").header("etag");
    Answer again = client.request("GET", "/", "If-None-Match: " + etag + "\r\n");

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.header("etag")).isEqualTo(etag);
  }

  @Test
  void compressesForThoseWhoAskForIt() throws IOException {
    String style = firstAsset(".css");
    Answer plain = get(style);
    Answer gzip = client.request("GET", style, "Accept-Encoding: gzip\r\n");
    Answer brotli = client.request("GET", style, "Accept-Encoding: gzip, deflate, br\r\n");

    assertThat(plain.header("content-encoding")).isEmpty();
    assertThat(gzip.header("content-encoding")).isEqualTo("gzip");
    assertThat(brotli.header("content-encoding")).isEqualTo("br");
    assertThat(brotli.body()).hasSizeLessThan(plain.body().length / 2);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain.text());
    }
  }

  @Test
  void saysWhatToDoWhenAPageAsksForAScriptOfAnOlderBuild() throws IOException {
    Answer answer = get("/_next/static/chunks/older.js");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("not_found").contains("load the page again");
  }
}

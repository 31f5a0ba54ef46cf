package dev.millrace.live;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/**
 * The page at {@code /} and the files that it needs. All of them are in the program; the page loads
 * nothing from anywhere else, and its policy forbids it.
 */
public final class PageRoutes implements HttpService {
  private static final String FOLDER = "/dev/millrace/live/page/";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private static final Header POLICY =
      HeaderValues.createCached(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'");
  private static final Header NO_SNIFF =
      HeaderValues.createCached("X-Content-Type-Options", "nosniff");
  private static final Header NO_REFERRER =
      HeaderValues.createCached("Referrer-Policy", "no-referrer");

  /** Kept, but asked for at each visit, so that an upgrade of the server is seen at once. */
  private static final Header REVALIDATE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

  private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "accept-encoding");
  private static final Header GZIP =
      HeaderValues.createCached(HeaderNames.CONTENT_ENCODING, "gzip");

  private final Map<String, PageFile> files;

  public PageRoutes() {
    String uplot = uplotFolder();
    files =
        Map.of(
            "/", PageFile.read(FOLDER + "index.html", HTML),
            "/page/page.css", PageFile.read(FOLDER + "page.css", CSS),
            "/page/page.js", PageFile.read(FOLDER + "page.js", SCRIPT),
            "/page/charts.js", PageFile.read(FOLDER + "charts.js", SCRIPT),
            "/page/stream.js", PageFile.read(FOLDER + "stream.js", SCRIPT),
            "/page/mark.svg", PageFile.read(FOLDER + "mark.svg", "image/svg+xml"),
            "/page/uplot.js", PageFile.read(uplot + "uPlot.iife.min.js", SCRIPT),
            "/page/uplot.css", PageFile.read(uplot + "uPlot.min.css", CSS));
  }

  /** The chart library is a jar of its own, whose folder has its version in the name. */
  private static String uplotFolder() {
    String resource = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
    try (InputStream in = PageRoutes.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource);
      }
      Properties properties = new Properties();
      properties.load(in);
      return "/META-INF/resources/webjars/uplot/" + properties.getProperty("version") + "/dist/";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void routing(HttpRules rules) {
    files.forEach(
        (path, file) -> rules.get(path, (request, response) -> send(file, request, response)));
  }

  private static void send(PageFile file, ServerRequest request, ServerResponse response) {
    response
        .header(HeaderNames.ETAG, file.etag())
        .header(REVALIDATE)
        .header(VARY)
        .header(POLICY)
        .header(NO_SNIFF)
        .header(NO_REFERRER);
    if (request.headers().first(HeaderNames.IF_NONE_MATCH).orElse("").contains(file.etag())) {
      response.status(Status.NOT_MODIFIED_304).send();
      return;
    }
    response.header(HeaderNames.CONTENT_TYPE, file.type());
    if (request.headers().first(HeaderNames.ACCEPT_ENCODING).orElse("").contains("gzip")) {
      response.header(GZIP).send(file.gzip());
    } else {
      response.send(file.plain());
    }
  }
}

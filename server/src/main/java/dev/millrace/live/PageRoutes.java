package dev.millrace.live;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.HeadAnswer;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;

/**
 * The dashboard at {@code /} and the files that it needs. All of them are in the program; the pages
 * load nothing from anywhere else, and their policy forbids it.
 */
public final class PageRoutes implements HttpService {
  /** Scripts and styles, whose names change with their content: one route, not one for each. */
  private static final String ASSETS = "/_next/";

  private static final Header NO_SNIFF =
      HeaderValues.createCached("X-Content-Type-Options", "nosniff");
  private static final Header NO_REFERRER =
      HeaderValues.createCached("Referrer-Policy", "no-referrer");

  /** Kept, but asked for at each visit, so that an upgrade of the server is seen at once. */
  private static final Header REVALIDATE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

  private static final Header FOREVER =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable");
  private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "accept-encoding");

  private final Map<String, PageFile> files = PageFiles.read();

  @Override
  public void routing(HttpRules rules) {
    files.forEach((path, file) -> {
      if (!path.startsWith(ASSETS)) {
        Handler page = (request, response) -> send(file, request, response);
        rules.get(path, page).head(path, page);
      }
    });
    rules.get(ASSETS + "*", this::asset).head(ASSETS + "*", this::asset);
  }

  private void asset(ServerRequest request, ServerResponse response) {
    PageFile file = files.get(request.path().path());
    if (file == null) {
      throw new MillraceException(
          Fault.NOT_FOUND,
          "there is nothing at " + request.path().path(),
          "the server may be newer than the page: load the page again",
          null);
    }
    send(file, request, response);
  }

  private static void send(PageFile file, ServerRequest request, ServerResponse response) {
    response
        .header(HeaderNames.ETAG, file.etag())
        .header(file.immutable() ? FOREVER : REVALIDATE)
        .header(VARY)
        .header(file.policy())
        .header(NO_SNIFF)
        .header(NO_REFERRER);
    if (request.headers().first(HeaderNames.IF_NONE_MATCH).orElse("").contains(file.etag())) {
      response.status(Status.NOT_MODIFIED_304).send();
      return;
    }
    PageFile.Form form = file.form(request.headers().first(HeaderNames.ACCEPT_ENCODING).orElse(""));
    response.header(HeaderNames.CONTENT_TYPE, file.type());
    if (!form.encoding().isEmpty()) {
      response.header(HeaderNames.CONTENT_ENCODING, form.encoding());
    }
    HeadAnswer.send(request, response, form.content());
  }
}

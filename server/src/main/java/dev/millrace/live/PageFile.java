package dev.millrace.live;

import io.helidon.http.Header;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A file of the dashboard as its build has left it on the class path, compressed there already. It
 * is read again for each answer: browsers keep what they have, so that is seldom.
 *
 * @param resource its absolute name
 * @param etag changes with its content
 * @param immutable whether its name changes with its content too, so that it never has to be asked
 *     for again
 * @param gzip whether there is a gzip form beside it
 * @param brotli whether there is a brotli form beside it
 * @param policy what the page may load and run; allows exactly its own inline scripts
 */
record PageFile(
    String resource,
    String type,
    String etag,
    boolean immutable,
    boolean gzip,
    boolean brotli,
    Header policy) {

  /** The form that goes with the client's Accept-Encoding. */
  Form form(String accepted) {
    if (brotli && accepted.contains("br")) {
      return new Form("br", read(".br"));
    }
    return gzip && accepted.contains("gzip")
        ? new Form("gzip", read(".gz"))
        : new Form("", read(""));
  }

  /**
   * @param encoding as Content-Encoding says it, empty for none
   */
  @SuppressWarnings("ArrayRecordComponent") // sent, never compared
  record Form(String encoding, byte[] content) {}

  private byte[] read(String ending) {
    try (InputStream in = PageFile.class.getResourceAsStream(resource + ending)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource + ending);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.millrace.load.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An answer.
 *
 * @param position of the log, empty where the server sent none
 * @param retryAfterMillis 0 where the server did not ask for a pause
 */
public record HttpAnswer(int status, String position, long retryAfterMillis, byte[] body) {
  @SuppressWarnings("ArrayRecordComponent") // made once, read once
  public HttpAnswer {}

  public String text() {
    return new String(body, UTF_8);
  }

  public boolean isSuccessful() {
    return status / 100 == 2;
  }
}

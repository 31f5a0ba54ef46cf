package dev.millrace.app.client;

import java.net.URI;

/** Where a server answers, and the key to send. */
public record ServerAddress(URI url, String key) {

  URI resolve(String path) {
    String base = url.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  @Override
  public String toString() {
    return url.toString();
  }
}

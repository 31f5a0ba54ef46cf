package dev.millrace.benchmarks.server;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection, one request at a time. A tenth of the cost of a general
 * client, so that on shared cores the sender measures the server and not itself. Owned by one
 * thread.
 */
final class Connection implements AutoCloseable {

  /** An answer; {@code position} is empty where the server sent none. */
  record Response(int status, String position, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String host;
  private final String key;
  private byte[] buffer = new byte[16 * 1024];

  Connection(URI url, String key) throws IOException {
    this.host = url.getHost() + ":" + url.getPort();
    this.key = key;
    socket = new Socket(url.getHost(), url.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(130_000);
    in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    out = socket.getOutputStream();
  }

  Response post(String path, byte[] body, int length) throws IOException {
    byte[] head =
        ("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + key)
            .concat("\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    int total = head.length + length;
    if (buffer.length < total) {
      buffer = new byte[total * 2];
    }
    System.arraycopy(head, 0, buffer, 0, head.length);
    System.arraycopy(body, 0, buffer, head.length, length);
    out.write(buffer, 0, total);
    return read();
  }

  Response get(String path) throws IOException {
    out.write(
        ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + key)
            .concat("\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    return read();
  }

  private Response read() throws IOException {
    int status = Integer.parseInt(line().substring(9, 12));
    int length = 0;
    boolean chunked = false;
    String position = "";
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Integer.parseInt(value);
        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
        case "millrace-position" -> position = value;
        default -> {}
      }
    }
    return new Response(status, position, chunked ? chunks() : in.readNBytes(length));
  }

  private byte[] chunks() throws IOException {
    java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().strip(), 16);
      body.write(in.readNBytes(size));
      String unused = line();
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

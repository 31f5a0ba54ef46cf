package dev.millrace.load.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/**
 * One kept-alive HTTP/1.1 connection, one request at a time, on a blocking socket. A general client
 * costs about ten times as much for each request, and on shared cores a run would measure it and
 * not the server. Owned by one thread.
 */
public final class HttpConnection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int PORT = 80;
  private static final int BUFFER = 16 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] headEnd;
  private final byte[] buffer = new byte[BUFFER];
  private final Bytes request = new Bytes(64 * 1024);
  private int at;
  private int end;

  /**
   * @param key sent as a bearer token; none if empty
   * @param patience how long to wait for an answer
   */
  public HttpConnection(URI url, String key, Duration patience) throws IOException {
    socket = new Socket();
    socket.connect(address(url), CONNECT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) patience.toMillis());
    in = socket.getInputStream();
    out = socket.getOutputStream();
    String authorization = key.isEmpty() ? "" : "\r\nAuthorization: Bearer " + key;
    headEnd = (" HTTP/1.1\r\nHost: " + url.getAuthority() + authorization).getBytes(US_ASCII);
  }

  /** Where a URL of plain HTTP is answered. */
  public static InetSocketAddress address(URI url) {
    return new InetSocketAddress(url.getHost(), url.getPort() < 0 ? PORT : url.getPort());
  }

  public HttpAnswer post(String path, String type, byte[] body, int length) throws IOException {
    request.clear();
    request.put(("POST " + path).getBytes(US_ASCII)).put(headEnd);
    request.put(("\r\nContent-Type: " + type + "\r\nContent-Length: ").getBytes(US_ASCII));
    request.put(length).put("\r\n\r\n".getBytes(US_ASCII));
    out.write(request.array(), 0, request.length());
    out.write(body, 0, length);
    return read();
  }

  public HttpAnswer get(String path) throws IOException {
    request.clear();
    request.put(("GET " + path).getBytes(US_ASCII)).put(headEnd);
    request.put("\r\n\r\n".getBytes(US_ASCII));
    out.write(request.array(), 0, request.length());
    return read();
  }

  private HttpAnswer read() throws IOException {
    String status = line();
    if (status.length() < 12) {
      throw new IOException("no HTTP: " + status);
    }
    int length = 0;
    boolean chunked = false;
    String position = "";
    long pause = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      switch (colon) {
        case 14 -> length = is(line, "content-length") ? number(line, colon) : length;
        case 17 -> {
          chunked |= is(line, "transfer-encoding") && line.contains("chunked");
          position = is(line, "millrace-position") ? line.substring(colon + 1).strip() : position;
        }
        case 11 -> pause = is(line, "retry-after") ? number(line, colon) * 1_000L : pause;
        default -> {}
      }
    }
    byte[] body = chunked ? chunks() : exactly(length);
    return new HttpAnswer(Integer.parseInt(status.substring(9, 12)), position, pause, body);
  }

  private static boolean is(String line, String header) {
    return line.regionMatches(true, 0, header, 0, header.length());
  }

  private static int number(String line, int colon) {
    return Integer.parseInt(line.substring(colon + 1).strip());
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().strip(), 16);
      body.write(exactly(size));
      String unused = line();
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      if (at == end) {
        fill();
      }
      int part = Math.min(length - done, end - at);
      System.arraycopy(buffer, at, bytes, done, part);
      at += part;
      done += part;
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      if (at == end) {
        fill();
      }
      byte next = buffer[at++];
      if (next == '\n') {
        return line.toString();
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
  }

  private void fill() throws IOException {
    at = 0;
    end = in.read(buffer);
    if (end < 0) {
      end = 0;
      throw new EOFException("the server closed the connection");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

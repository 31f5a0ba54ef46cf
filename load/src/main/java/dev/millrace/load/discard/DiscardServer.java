package dev.millrace.load.discard;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads HTTP/1.1 requests with a length, and answers 200 without looking at them. A thread for each
 * connection.
 */
final class DiscardServer implements AutoCloseable {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
          .getBytes(US_ASCII);
  private static final byte[] LENGTH = "\r\ncontent-length: ".getBytes(US_ASCII);
  private static final byte[] END = "\r\n\r\n".getBytes(US_ASCII);
  private static final int BUFFER = 256 * 1024;
  private static final int BACKLOG = 1_024;

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  DiscardServer() throws IOException {
    server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("load-discard").start(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        Thread.ofPlatform().daemon().name("load-discard-connection").start(() -> serve(socket));
      } catch (IOException _) {
        // Closed, which the loop's condition sees.
      }
    }
  }

  private void serve(Socket socket) {
    byte[] buffer = new byte[BUFFER];
    try (socket) {
      InputStream in = socket.getInputStream();
      int held = 0;
      while (true) {
        int head = indexOf(END, buffer, 0, held);
        if (head < 0) {
          int count = in.read(buffer, held, buffer.length - held);
          if (count < 0) {
            return;
          }
          held += count;
          continue;
        }
        long left = head + END.length + length(buffer, head) - held;
        while (left > 0) {
          int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
          if (count < 0) {
            return;
          }
          left -= count;
        }
        // One request at a time: nothing of the next has come before this is answered.
        held = 0;
        socket.getOutputStream().write(ANSWER);
      }
    } catch (IOException _) {
      // The client has gone.
    } finally {
      open.remove(socket);
    }
  }

  private static int length(byte[] buffer, int head) {
    int at = indexOf(LENGTH, buffer, 0, head + 2) + LENGTH.length;
    int length = 0;
    for (; buffer[at] >= '0' && buffer[at] <= '9'; at++) {
      length = length * 10 + buffer[at] - '0';
    }
    return length;
  }

  private static int indexOf(byte[] wanted, byte[] buffer, int from, int to) {
    for (int at = from; at + wanted.length <= to; at++) {
      int same = 0;
      while (same < wanted.length && (buffer[at + same] | 0x20) == (wanted[same] | 0x20)) {
        same++;
      }
      if (same == wanted.length) {
        return at;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

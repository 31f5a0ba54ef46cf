package dev.millrace.live;

import dev.millrace.fault.MillraceException;
import dev.millrace.http.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What readers are told. Updates are compared by identity: one is made once, for everyone. */
sealed interface Update {

  /** The bytes on the wire, the same array for every reader. Not to be modified. */
  byte[] frame();

  /** The same for a stream of several topics, where the event's name says which it is about. */
  byte[] frame(String topic);

  /** An answer. A client that has it names its id when it reconnects. */
  final class Answer implements Update {
    private final String id;
    private final byte[] frame;

    Answer(Evaluated evaluated) {
      id = evaluated.id();
      frame = join("id: " + id + "\ndata: ", evaluated.json(), "\n\n");
    }

    String id() {
      return id;
    }

    @Override
    public byte[] frame() {
      return frame;
    }

    @Override
    public byte[] frame(String topic) {
      return join("event: " + topic + "\n", frame, "");
    }
  }

  /** Why there is no answer for now. The stream goes on, and so does the asking. */
  final class Failure implements Update {
    private final MillraceException cause;
    private final byte[] json;
    private final byte[] frame;

    Failure(MillraceException cause) {
      this.cause = cause;
      json = new Problem(cause.fault(), cause.getMessage(), cause.hint()).json();
      frame = join("event: problem\ndata: ", json, "\n\n");
    }

    MillraceException cause() {
      return cause;
    }

    @Override
    public byte[] frame() {
      return frame;
    }

    @Override
    public byte[] frame(String topic) {
      return join("event: problem." + topic + "\ndata: ", json, "\n\n");
    }
  }

  private static byte[] join(String before, byte[] content, String after) {
    ByteArrayOutputStream frame =
        new ByteArrayOutputStream(before.length() + content.length + after.length());
    frame.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    frame.writeBytes(content);
    frame.writeBytes(after.getBytes(StandardCharsets.UTF_8));
    return frame.toByteArray();
  }
}

package dev.millrace.ingest;

import dev.millrace.http.Problem;
import dev.millrace.ingest.ndjson.NativeFormat;
import dev.millrace.ingest.segment.Call;
import dev.millrace.ingest.segment.SegmentFormat;
import dev.millrace.ingest.wire.Decoded;
import dev.millrace.ingest.wire.EventIds;
import dev.millrace.ingest.wire.EventLimits;
import dev.millrace.ingest.wire.Refusal;
import dev.millrace.ingest.wire.Undecoded;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** What differs between the routes of ingest: how a body is read and how it is answered. */
sealed interface Endpoint {

  /** Whether a request may carry its key in the body instead of a header. */
  boolean allowsKeyInBody();

  /**
   * Reads a body.
   *
   * @param lines whether the client says that it sends NDJSON
   */
  Undecoded read(byte[] body, boolean lines, EventLimits limits);

  /** Answers once the outcomes are on disk. */
  void answer(Decoded decoded, ServerResponse response);

  /** Segment's calls of one event. */
  record SegmentCall(Call call) implements Endpoint {
    @Override
    public boolean allowsKeyInBody() {
      return true;
    }

    @Override
    public Undecoded read(byte[] body, boolean lines, EventLimits limits) {
      return SegmentFormat.readCall(body, call, limits);
    }

    @Override
    public void answer(Decoded decoded, ServerResponse response) {
      SegmentAnswer.send(decoded, response);
    }
  }

  /** Segment's batches. */
  record SegmentBatch() implements Endpoint {
    @Override
    public boolean allowsKeyInBody() {
      return true;
    }

    @Override
    public Undecoded read(byte[] body, boolean lines, EventLimits limits) {
      return SegmentFormat.readBatch(body, limits);
    }

    @Override
    public void answer(Decoded decoded, ServerResponse response) {
      SegmentAnswer.send(decoded, response);
    }
  }

  /** The native format. Each refused event is named in the answer, which is 200 nevertheless. */
  record Native() implements Endpoint {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public boolean allowsKeyInBody() {
      return false;
    }

    @Override
    public Undecoded read(byte[] body, boolean lines, EventLimits limits) {
      return new Undecoded() {
        @Override
        public @Nullable String writeKey() {
          return null;
        }

        @Override
        public Decoded decode(String project, long received, EventIds ids) {
          return NativeFormat.decode(body, lines, project, received, ids, limits);
        }
      };
    }

    @Override
    public void answer(Decoded decoded, ServerResponse response) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
      try (JsonGenerator json = JSON.createGenerator(bytes)) {
        json.writeStartObject();
        json.writeNumberProperty("accepted", decoded.events().size());
        json.writeArrayPropertyStart("rejected");
        for (Refusal refusal : decoded.refusals()) {
          json.writeStartObject();
          json.writeNumberProperty("index", refusal.index());
          json.writeStringProperty("code", refusal.fault().code());
          json.writeStringProperty("message", refusal.message());
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      response.header(HeaderNames.CONTENT_TYPE, "application/json").send(bytes.toByteArray());
    }
  }

  /**
   * What Segment's clients expect: success if anything was good, since they neither read details
   * nor can they mend an event; else a problem, which they do not send again.
   */
  final class SegmentAnswer {
    private static final byte[] SUCCESS = "{\"success\":true}".getBytes(StandardCharsets.US_ASCII);

    private SegmentAnswer() {}

    static void send(Decoded decoded, ServerResponse response) {
      if (!decoded.events().isEmpty() || decoded.refusals().isEmpty()) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json").send(SUCCESS);
        return;
      }
      Refusal first = decoded.refusals().getFirst();
      int refused = decoded.refusals().size();
      String detail =
          refused == 1
              ? first.message()
              : "all " + refused + " events are refused; the first one: " + first.message();
      new Problem(first.fault(), detail, null).send(response);
    }
  }
}

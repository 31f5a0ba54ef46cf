package dev.millrace.log.kafka;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** What an error of a Kafka client means to those who use the log. */
final class Faults {
  private Faults() {}

  static MillraceException of(Throwable failure) {
    return switch (failure) {
      case MillraceException known -> known;
      case BufferExhaustedException _ -> overloaded();
      case RecordTooLargeException _ ->
          new MillraceException(
              Fault.EVENT_TOO_LARGE, "the event is larger than the log takes", failure);
      default ->
          new MillraceException(
              Fault.LOG_UNAVAILABLE, "the log does not answer: " + failure.getMessage(), failure);
    };
  }

  static MillraceException overloaded() {
    return new MillraceException(
        Fault.INGEST_OVERLOADED, "the log's write buffer is full", "try again later", null);
  }
}

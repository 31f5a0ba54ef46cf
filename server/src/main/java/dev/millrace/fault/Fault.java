package dev.millrace.fault;

import java.util.Locale;

/** The closed set of errors. {@link #code} is part of the HTTP contract and never changes. */
public enum Fault {
  // requests
  MALFORMED_JSON(FaultKind.USER, 400),
  INVALID_REQUEST(FaultKind.USER, 400),
  INVALID_QUESTION(FaultKind.USER, 400),
  INVALID_SQL(FaultKind.USER, 400),
  SQL_NOT_ALLOWED(FaultKind.USER, 400),
  TOO_MANY_ROWS(FaultKind.USER, 400),
  TOO_MUCH_MEMORY(FaultKind.USER, 400),
  UNAUTHENTICATED(FaultKind.USER, 401),
  FORBIDDEN(FaultKind.USER, 403),
  NOT_FOUND(FaultKind.USER, 404),
  VIEW_NOT_FOUND(FaultKind.USER, 404),
  METHOD_NOT_ALLOWED(FaultKind.USER, 405),
  NOT_ACCEPTABLE(FaultKind.USER, 406),
  LOG_INCOMPLETE(FaultKind.USER, 409),
  BODY_TOO_LARGE(FaultKind.USER, 413),
  UNSUPPORTED_MEDIA_TYPE(FaultKind.USER, 415),
  UNSUPPORTED_ENCODING(FaultKind.USER, 415),
  REQUEST_TIMEOUT(FaultKind.USER, 408),

  // single events of a batch: their neighbours are kept
  INVALID_EVENT(FaultKind.USER, 400),
  MISSING_FIELD(FaultKind.USER, 400),
  FIELD_TOO_LONG(FaultKind.USER, 400),
  INVALID_TIME(FaultKind.USER, 400),
  INVALID_TEXT(FaultKind.USER, 400),
  NUMBER_OUT_OF_RANGE(FaultKind.USER, 400),
  EVENT_TOO_LARGE(FaultKind.USER, 413),
  NESTED_TOO_DEEP(FaultKind.USER, 400),
  BATCH_TOO_LARGE(FaultKind.USER, 413),
  CONTEXT_TOO_LARGE(FaultKind.USER, 413),
  POISON_RECORD(FaultKind.USER, 400),

  // limits
  QUOTA_EXCEEDED(FaultKind.OVERLOAD, 429),
  INGEST_OVERLOADED(FaultKind.OVERLOAD, 503),
  QUERY_OVERLOADED(FaultKind.OVERLOAD, 503),
  LIVE_OVERLOADED(FaultKind.OVERLOAD, 503),
  QUERY_TIMEOUT(FaultKind.OVERLOAD, 504),
  POSITION_NOT_REACHED(FaultKind.OVERLOAD, 504),
  STOPPING(FaultKind.OVERLOAD, 503),

  // what the program stands on
  LOG_DISK_LOW(FaultKind.EXTERNAL, 503),
  LOG_UNAVAILABLE(FaultKind.EXTERNAL, 503),
  STORE_DISK_FULL(FaultKind.EXTERNAL, 503),
  STORE_UNAVAILABLE(FaultKind.EXTERNAL, 503),
  STORE_LOCKED(FaultKind.EXTERNAL, 503),
  STORE_FENCED(FaultKind.EXTERNAL, 503),
  TOO_MANY_PEOPLE(FaultKind.OVERLOAD, 503),
  LOG_TRUNCATED(FaultKind.EXTERNAL, 500),
  INVALID_CONFIGURATION(FaultKind.USER, 400),

  INTERNAL_ERROR(FaultKind.INTERNAL, 500);

  private final FaultKind kind;
  private final int status;

  Fault(FaultKind kind, int status) {
    this.kind = kind;
    this.status = status;
  }

  /** The name in answers, logs and metrics, such as {@code position_not_reached}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public FaultKind kind() {
    return kind;
  }

  /** The HTTP status that answers it. */
  public int status() {
    return status;
  }

  /** Whether the same request may succeed later; such answers carry Retry-After. */
  public boolean retryable() {
    return status == 429 || status == 503 || status == 504;
  }
}

package dev.millrace.ingest.wire;

/** The bytes are not JSON, so that nothing after this point can be trusted. */
public final class MalformedJson extends Exception {
  private static final long serialVersionUID = 1;

  private final int offset;

  MalformedJson(String message, int offset) {
    super(message + " at byte " + offset, null, false, false);
    this.offset = offset;
  }

  /** Where it was noticed, counted from the start of the body. */
  public int offset() {
    return offset;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}

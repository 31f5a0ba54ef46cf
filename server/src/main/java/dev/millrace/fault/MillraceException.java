package dev.millrace.fault;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Fault} to the boundary that answers or logs it, once. */
public final class MillraceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Fault fault;
  private final @Nullable String hint;

  public MillraceException(Fault fault, String message) {
    this(fault, message, null, null);
  }

  public MillraceException(Fault fault, String message, @Nullable Throwable cause) {
    this(fault, message, null, cause);
  }

  /**
   * @param message what is wrong, for the person who sent the request; never holds a secret
   * @param hint the way forward, if one is known
   */
  public MillraceException(
      Fault fault, String message, @Nullable String hint, @Nullable Throwable cause) {
    // A refused request is no defect: its stack trace would only cost.
    super(
        message,
        cause,
        false,
        fault.kind() != FaultKind.USER && fault.kind() != FaultKind.OVERLOAD);
    this.fault = fault;
    this.hint = hint;
  }

  public Fault fault() {
    return fault;
  }

  public @Nullable String hint() {
    return hint;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}

package dev.millrace.app.client;

import dev.millrace.fault.Fault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server could not be reached, or has refused; the message is for the person at a terminal. */
public final class RequestFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final String hint;

  /**
   * @param status of HTTP, 0 if there was no answer
   * @param code of the fault, empty if there was none
   */
  public RequestFailed(
      int status, String code, String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }

  public int status() {
    return status;
  }

  /** The way forward, empty if none is known. */
  public String hint() {
    return hint;
  }

  public String code() {
    return code;
  }

  public Optional<Fault> fault() {
    for (Fault fault : Fault.values()) {
      if (fault.code().equals(code)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}

package dev.millrace.app;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.HttpConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks of what a start would stumble over seconds later. */
final class Preflight {
  private Preflight() {}

  /** Throws {@code invalid_configuration} when nothing can listen at the address. */
  static void requireFreePort(HttpConfig http) {
    InetSocketAddress address = new InetSocketAddress(http.host(), http.port());
    if (address.isUnresolved()) {
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION,
          "the host name " + http.host() + " is not known",
          "set --host to a name or an address of this machine",
          null);
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(address);
    } catch (IOException e) {
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION,
          "cannot listen on " + http.host() + ":" + http.port() + ": " + e.getMessage(),
          "choose another port with --port, or stop what listens there",
          e);
    }
  }
}

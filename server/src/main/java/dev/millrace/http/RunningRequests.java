package dev.millrace.http;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests that run, and turns new ones away once the server stops. */
final class RunningRequests implements Filter {
  private final AtomicInteger running = new AtomicInteger();
  private final CountDownLatch drained = new CountDownLatch(1);
  private volatile boolean stopping;

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    // Counted before the flag is read: either this request sees the flag, or drain() sees it.
    running.incrementAndGet();
    try {
      if (stopping) {
        response.header(HeaderValues.CONNECTION_CLOSE);
        throw new MillraceException(Fault.STOPPING, "the server is stopping");
      }
      chain.proceed();
    } finally {
      if (running.decrementAndGet() == 0 && stopping) {
        drained.countDown();
      }
    }
  }

  int count() {
    return running.get();
  }

  /** Turns new requests away from now on. */
  void refuse() {
    stopping = true;
    if (running.get() == 0) {
      drained.countDown();
    }
  }

  /** Waits for the requests that run; false if some still do after the time given. */
  boolean drain(Duration grace) throws InterruptedException {
    return drained.await(grace.toMillis(), TimeUnit.MILLISECONDS);
  }
}

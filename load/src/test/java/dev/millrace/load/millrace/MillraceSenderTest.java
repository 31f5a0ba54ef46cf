package dev.millrace.load.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.load.population.Population;
import dev.millrace.load.population.Traits;
import dev.millrace.load.target.Delivery;
import dev.millrace.load.target.Sender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MillraceSenderTest {
  @ParameterizedTest
  @CsvSource({
    "400, Rejected",
    "401, Rejected",
    "413, Rejected",
    "408, Refused",
    "429, Refused",
    "503, Refused",
    "500, Unknown",
    "504, Unknown"
  })
  void saysWhetherAnythingCanHaveBeenTaken(int status, String delivery)
      throws IOException, InterruptedException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/events",
        exchange -> {
          byte[] unused = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (Sender sender = MillraceSender.checked(url, "w", "run", Duration.ofSeconds(10), _ -> {})) {
      Delivery answer =
          sender.send(
              new Population(Traits.defaults(1, "run")).next(2, System.currentTimeMillis()));

      assertThat(answer.getClass().getSimpleName()).isEqualTo(delivery);
    } finally {
      server.stop(0);
    }
  }
}

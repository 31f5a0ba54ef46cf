package dev.millrace.load.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.millrace.load.population.Action;
import dev.millrace.load.population.Batch;
import dev.millrace.load.population.People;
import java.time.Instant;
import java.util.List;

/**
 * Writes a batch as lines for {@code POST /v1/events}: fixed bytes around what changes, since a
 * JSON library would take a third of what the server itself may take. Owned by one thread.
 */
public final class EventLines {
  private static final byte[] EVENT = ascii("{\"event\":\"");
  private static final byte[] ID = ascii("\",\"id\":\"");
  private static final byte[] TIME = ascii("\",\"time\":\"");
  private static final byte[] FEATURE = ascii("\",\"properties\":{\"feature\":\"");
  private static final byte[] AMOUNT = ascii(",\"amount\":");
  private static final byte[] END = ascii("}}\n");
  private static final byte[] NO_NAME = ascii("{\"event\":\"\",\"user\":\"");
  private static final byte[] TOO_DEEP = ascii("[".repeat(40) + "]".repeat(40));
  private static final byte[] NOT_JSON = ascii("{\"event\":\"feature_used\",\"user\":}\n");
  private static final int KINDS_OF_BAD = 3;

  private static final byte[][] NAMES = all(People.NAMES);
  private static final byte[][] PLANS = perPlan();

  private final Bytes bytes = new Bytes(64 * 1024);
  private final byte[] user;
  private final byte[] featureStart = ascii("feature-");
  private long timeMillis = Long.MIN_VALUE;
  private byte[] time = {};

  /**
   * @param token of the run
   */
  public EventLines(String token) {
    user = ascii("\",\"user\":\"" + token + "-u");
  }

  /** Valid until the next batch is written. */
  public byte[] bytes() {
    return bytes.array();
  }

  public int length() {
    return bytes.length();
  }

  public void write(Batch batch) {
    bytes.clear();
    for (Action action : batch.actions()) {
      if (action.good()) {
        good(action);
      } else {
        bad(action);
      }
    }
  }

  private void good(Action action) {
    bytes.put(EVENT).put(NAMES[action.name()]).put(user).put(action.user());
    identity(action);
    bytes.put(FEATURE).put(featureStart).put(action.feature());
    bytes.put(PLANS[planAndCountry(action.user())]);
    bytes.put(AMOUNT).put(action.amount()).put(END);
  }

  /** What clients get wrong: no name, properties too deep, and what is no JSON at all. */
  private void bad(Action action) {
    switch (action.amount() % KINDS_OF_BAD) {
      case 0 -> {
        bytes.put(NO_NAME).put(action.user());
        identity(action);
        bytes.put('"').put('}').put('\n');
      }
      case 1 -> {
        bytes.put(EVENT).put(NAMES[action.name()]).put(user).put(action.user());
        identity(action);
        bytes.put(ascii("\",\"properties\":{\"deep\":")).put(TOO_DEEP).put(END);
      }
      default -> bytes.put(NOT_JSON);
    }
  }

  private void identity(Action action) {
    bytes.put(ID);
    bytes.putHex(action.idHigh() >>> 32, 8).put('-').putHex(action.idHigh() >>> 16, 4).put('-');
    bytes.put('4').putHex(action.idHigh(), 3).put('-').put('8').putHex(action.idLow() >>> 48, 3);
    bytes.put('-').putHex(action.idLow(), 12);
    if (action.timeMillis() != timeMillis) {
      timeMillis = action.timeMillis();
      time = ascii(Instant.ofEpochMilli(timeMillis).toString());
    }
    bytes.put(TIME).put(time);
  }

  private static int planAndCountry(int user) {
    return People.PLANS.indexOf(People.plan(user)) * People.COUNTRIES.size()
        + People.COUNTRIES.indexOf(People.country(user));
  }

  private static byte[][] perPlan() {
    return all(
        People.PLANS.stream()
            .flatMap(plan ->
                People.COUNTRIES.stream()
                    .map(country -> "\",\"plan\":\"" + plan + "\",\"country\":\"" + country + "\""))
            .toList());
  }

  private static byte[][] all(List<String> texts) {
    return texts.stream().map(EventLines::ascii).toArray(byte[][]::new);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}

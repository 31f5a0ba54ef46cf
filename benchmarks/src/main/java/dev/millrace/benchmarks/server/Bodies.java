package dev.millrace.benchmarks.server;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Makes request bodies as Segment's clients send them: random version 4 ids, skewed names and
 * features, 100,000 users, four properties, about 250 bytes an event. Owned by one thread.
 */
public final class Bodies {
  static final String[] NAMES = {
    "feature_used", "page_viewed", "search", "item_opened", "item_saved", "comment_added", "shared",
    "exported", "invited", "upgraded", "downgraded", "signed_up", "signed_in", "signed_out",
    "report_run", "alert_fired", "upload", "download", "purchase", "refund"
  };
  private static final String[] PLANS = {"free", "pro", "team", "enterprise"};
  private static final String[] COUNTRIES = {
    "DE", "US", "FR", "GB", "ES", "IT", "NL", "PL", "SE", "NO", "DK", "FI", "AT", "CH", "BE", "PT",
    "IE", "CZ", "GR", "HU", "RO", "BG", "HR", "SK", "SI", "LT", "LV", "EE", "CA", "JP"
  };
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int USERS = 100_000;

  private final SplittableRandom random;
  private byte[] body = new byte[64 * 1024];
  private int length;

  public Bodies(long seed) {
    random = new SplittableRandom(seed);
  }

  public byte[] bytes() {
    return body;
  }

  public int length() {
    return length;
  }

  /** A Segment batch of so many events, all of this moment. */
  public Bodies batch(int events) {
    length = 0;
    put("{\"batch\":[");
    String now = timestamp();
    for (int i = 0; i < events; i++) {
      if (i > 0) {
        put(",");
      }
      event(now, name());
    }
    put(
        "],\"context\":{\"library\":{\"name\":\"analytics-node\",\"version\":\"3.0.0\"}},\"sentAt\":\"");
    put(now);
    put("\"}");
    return this;
  }

  /** A single track call. */
  public Bodies single() {
    return single(name());
  }

  public Bodies single(String name) {
    length = 0;
    event(timestamp(), name);
    return this;
  }

  private void event(String now, String name) {
    put("{\"type\":\"track\",\"messageId\":\"");
    uuid();
    put("\",\"event\":\"");
    put(name);
    put("\",\"userId\":\"user-");
    put(Integer.toString(skewed(USERS)));
    put("\",\"timestamp\":\"");
    put(now);
    put("\",\"properties\":{\"feature\":\"f");
    put(Integer.toString(skewed(100)));
    put("\",\"plan\":\"");
    put(PLANS[skewed(PLANS.length)]);
    put("\",\"country\":\"");
    put(COUNTRIES[skewed(COUNTRIES.length)]);
    put("\",\"amount\":");
    put(Integer.toString(random.nextInt(1000)));
    put("}}");
  }

  private String name() {
    return NAMES[skewed(NAMES.length)];
  }

  /** Small numbers more often than large ones, all of them possible. */
  private int skewed(int bound) {
    double uniform = random.nextDouble();
    return (int) (uniform * uniform * bound);
  }

  private static String timestamp() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private void uuid() {
    reserve(36);
    long high = random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x4000L;
    long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    hex(high, 60, 8);
    body[length++] = '-';
    hex(high, 28, 4);
    body[length++] = '-';
    hex(high, 12, 4);
    body[length++] = '-';
    hex(low, 60, 4);
    body[length++] = '-';
    hex(low, 44, 12);
  }

  private void hex(long bits, int shift, int digits) {
    for (int i = 0; i < digits; i++) {
      body[length++] = HEX[(int) (bits >>> (shift - 4 * i)) & 15];
    }
  }

  private void put(String ascii) {
    reserve(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      body[length++] = (byte) ascii.charAt(i);
    }
  }

  private void reserve(int more) {
    if (length + more > body.length) {
      body = Arrays.copyOf(body, (length + more) * 2);
    }
  }
}

package dev.millrace.query;

import dev.millrace.store.Every;
import dev.millrace.store.Property;
import java.time.Duration;
import java.util.List;

/**
 * Visits: how many, by whom, how long, and with how many events.
 *
 * @param gap time without an event that ends a session
 * @param every width of the buckets that sessions begin in; none for one row
 * @param by {@code entry}, {@code exit}, or properties of the first event
 */
public record SessionsQuestion(Duration gap, Every every, List<Property> by, int limit, Basis basis)
    implements Question {
  static final Duration DEFAULT_GAP = Duration.ofMinutes(30);
  static final Duration MAX_GAP = Duration.ofDays(1);
  static final List<String> FIELDS = List.of("gap", "every", "by", "limit");

  public SessionsQuestion {
    by = List.copyOf(by);
    Question.requireBetween("by", by.size(), 0, MAX_BY);
    Question.requireBetween("limit", limit, 1, MAX_LIMIT);
  }

  static SessionsQuestion read(Fields fields) {
    fields.requireKnown(FIELDS);
    Every every = fields.read("every", Words::every);
    return new SessionsQuestion(
        fields.length("gap", MAX_GAP, DEFAULT_GAP),
        every == null ? Every.DAY : every,
        fields.properties("by", MAX_BY),
        fields.whole("limit", 1, MAX_LIMIT, DEFAULT_LIMIT),
        fields.basis(Basis.DEFAULT));
  }

  @Override
  public SessionsQuestion withBasis(Basis other) {
    return new SessionsQuestion(gap, every, by, limit, other);
  }
}

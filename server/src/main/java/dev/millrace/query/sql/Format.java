package dev.millrace.query.sql;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A format of answers, by its media type. */
enum Format {
  JSON("application/json"),
  NDJSON("application/x-ndjson"),
  CSV("text/csv"),
  ARROW("application/vnd.apache.arrow.stream"),
  PARQUET("application/vnd.apache.parquet");

  private final String mediaType;

  Format(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /** What the header wants most; of equals, the first that this list has. */
  static Format of(String accept) {
    if (accept.isBlank()) {
      return JSON;
    }
    List<Range> ranges = Stream.of(accept.split(",")).map(Range::of).toList();
    return Stream.of(values())
        .map(format -> new Weighed(format, weight(format, ranges)))
        .filter(weighed -> weighed.weight > 0)
        .max(
            Comparator.<Weighed>comparingDouble(weighed -> weighed.weight)
                .thenComparing(weighed -> -weighed.format.ordinal()))
        .map(weighed -> weighed.format)
        .orElseThrow(() ->
            new MillraceException(
                Fault.NOT_ACCEPTABLE,
                "none of the media types in Accept can be answered with",
                Stream.of(values()).map(Format::mediaType).collect(Collectors.joining(", ")),
                null));
  }

  /** The weight of the most specific range that has the format. */
  private static double weight(Format format, List<Range> ranges) {
    Optional<Range> range =
        ranges.stream()
            .filter(each -> each.has(format.mediaType))
            .max(Comparator.comparingInt(Range::specificity));
    return range.map(Range::weight).orElse(0.0);
  }

  private record Weighed(Format format, double weight) {}

  /** One media range of an Accept header. */
  private record Range(String type, double weight) {
    static Range of(String text) {
      String[] parts = text.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*");
      double weight = 1;
      for (String part : parts) {
        if (part.matches("q=\\d(\\.\\d{0,3})?")) {
          weight = Double.parseDouble(part.substring(2));
        }
      }
      return new Range(parts[0], weight);
    }

    boolean has(String mediaType) {
      return type.equals("*/*")
          || type.equals(mediaType)
          || type.endsWith("/*") && mediaType.startsWith(type.substring(0, type.length() - 1));
    }

    int specificity() {
      return type.equals("*/*") ? 0 : type.endsWith("/*") ? 1 : 2;
    }
  }
}

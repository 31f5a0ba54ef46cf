package dev.millrace.live;

import dev.millrace.query.Question;

/** What readers can follow. Equal topics share one subscription, whoever asked first. */
sealed interface Topic {
  String project();

  /** A question, without what belongs to one request only. */
  record Asked(String project, Question question) implements Topic {}

  /** The state of the pipeline, as {@code GET /v1/status} tells it. */
  record Status(String project) implements Topic {}

  /** The newest events, as {@code GET /v1/events} lists them. */
  record Newest(String project) implements Topic {}
}

package dev.millrace.live;

import dev.millrace.query.Question;
import java.util.List;
import java.util.Optional;

/** Secrets that open the answers to a fixed list of questions, and nothing else. */
@FunctionalInterface
public interface SharedQuestions {

  /** What the secret opens; empty if it is none of these. */
  Optional<Shared> sharedBy(String secret);

  /**
   * @param questions in the order in which a stream names their answers
   */
  record Shared(String project, List<Question> questions) {}
}

package dev.millrace.query;

import dev.millrace.fault.MillraceException;

/** Reads a question from the short form of the command line. */
public final class QuestionText {
  private QuestionText() {}

  /**
   * @throws MillraceException {@code invalid_question}, naming the word that does not fit
   */
  public static Question parse(String text) {
    throw new UnsupportedOperationException(text);
  }
}

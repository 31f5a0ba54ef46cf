package dev.millrace.app.command;

final class QuestionWords {
  private QuestionWords() {}

  static String toJson(String text) {
    throw new IllegalStateException(text);
  }
}

package dev.millrace.query;

import static dev.millrace.query.Words.invalid;

import java.util.ArrayList;
import java.util.List;

/** Cuts the short form of a question into words, quoted texts, commas and comparison signs. */
final class QuestionTokens {
  private static final int MAX_CHARS = 16_384;
  private static final String SIGNS = "=!<>";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  /**
   * @param quoted whether it stood in quotes, so that it is neither a keyword nor a number
   */
  record Token(String text, boolean quoted) {
    boolean is(String word) {
      return !quoted && text.equalsIgnoreCase(word);
    }

    /** A whole number, a number, true, false, else the text. */
    Object value() {
      if (quoted) {
        return text;
      }
      if (text.matches("-?\\d{1,18}")) {
        return Long.parseLong(text);
      }
      if (text.matches("-?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")
          && Double.isFinite(Double.parseDouble(text))) {
        return Double.parseDouble(text);
      }
      return is("true") || is("false") ? (Object) is("true") : text;
    }
  }

  private QuestionTokens(String text) {
    this.text = text;
  }

  static List<Token> of(String text) {
    if (text.length() > MAX_CHARS) {
      throw invalid("the question is longer than " + MAX_CHARS + " characters", null);
    }
    QuestionTokens cut = new QuestionTokens(text);
    cut.all();
    return cut.tokens;
  }

  private void all() {
    while (next < text.length()) {
      char c = text.charAt(next);
      if (Character.isWhitespace(c)) {
        next++;
      } else if (c == ',') {
        tokens.add(new Token(",", false));
        next++;
      } else if (c == '"' || c == '\'') {
        quoted(c);
      } else if (SIGNS.indexOf(c) >= 0) {
        int start = next;
        while (next < text.length() && SIGNS.indexOf(text.charAt(next)) >= 0) {
          next++;
        }
        tokens.add(new Token(text.substring(start, next), false));
      } else {
        word();
      }
    }
  }

  /** Ends at the same quote; written twice, it stands for itself. */
  private void quoted(char quote) {
    StringBuilder content = new StringBuilder();
    int at = next + 1;
    while (true) {
      if (at >= text.length()) {
        throw invalid("the quote at character " + (next + 1) + " is not closed", null);
      }
      char c = text.charAt(at++);
      if (c == quote) {
        if (at >= text.length() || text.charAt(at) != quote) {
          break;
        }
        at++;
      }
      content.append(c);
    }
    next = at;
    tokens.add(new Token(content.toString(), true));
  }

  /** What is in parentheses belongs to the word, so that a measure is one. */
  private void word() {
    int start = next;
    int depth = 0;
    while (next < text.length()) {
      char c = text.charAt(next);
      if (depth == 0 && (Character.isWhitespace(c) || c == ',' || SIGNS.indexOf(c) >= 0)) {
        break;
      }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      next++;
    }
    if (depth > 0) {
      throw invalid(
          "the parenthesis of " + Words.shown(text.substring(start)) + " is not closed", null);
    }
    tokens.add(new Token(text.substring(start, next), false));
  }
}

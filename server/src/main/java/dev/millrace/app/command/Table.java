package dev.millrace.app.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under headings, in columns as wide as they must be; numbers stand to the right. */
final class Table {
  /** Longer cells are cut off, so that one long text does not tear all lines apart. */
  private static final int MAX_WIDTH = 60;

  private static final String GAP = "  ";

  private final List<String> headings;
  private final boolean[] numeric;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param numeric which columns hold numbers
   */
  Table(List<String> headings, boolean[] numeric) {
    this.headings = headings;
    this.numeric = numeric.clone();
  }

  void add(List<String> cells) {
    rows.add(cells);
  }

  List<String> lines() {
    int[] widths = new int[headings.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = width(headings.get(column));
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], width(row.get(column)));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(headings, widths));
    lines.add(
        String.join(GAP, Arrays.stream(widths).mapToObj("─"::repeat).toList()));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = cut(cells.get(column));
      String padding = " ".repeat(widths[column] - width(cell));
      line.append(column == 0 ? "" : GAP);
      line.append(numeric[column] ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    String shown = cut(cell);
    return shown.codePointCount(0, shown.length());
  }

  /** Control characters would let data steer the terminal. */
  private static String cut(String cell) {
    String plain = cell.replaceAll("\\p{Cntrl}", " ");
    return plain.codePointCount(0, plain.length()) <= MAX_WIDTH
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, MAX_WIDTH - 1)) + "…";
  }
}

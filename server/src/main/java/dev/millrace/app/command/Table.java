package dev.millrace.app.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under headings, in columns as wide as they must be; numbers stand to the right. */
public final class Table {
  /** Longer cells are cut off, so that one long text does not tear all lines apart. */
  private static final int MAX_WIDTH = 60;

  private static final String GAP = "  ";

  private final List<String> headings;
  private final boolean[] numeric;

  /** The last column may be long: nothing stands behind it. */
  private final int last;

  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param numeric which columns hold numbers
   */
  public Table(List<String> headings, boolean[] numeric) {
    this.headings = headings;
    this.numeric = numeric.clone();
    last = headings.size() - 1;
  }

  public void add(List<String> cells) {
    rows.add(cells);
  }

  public List<String> lines() {
    int[] widths = new int[headings.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = width(headings.get(column), column);
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], width(row.get(column), column));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(headings, widths));
    lines.add(String.join(GAP, Arrays.stream(widths).mapToObj("─"::repeat).toList()));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = cut(cells.get(column), column);
      String padding = " ".repeat(widths[column] - length(cell));
      line.append(column == 0 ? "" : GAP);
      line.append(numeric[column] ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  private int width(String cell, int column) {
    return length(cut(cell, column));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Control characters would let data steer the terminal. */
  private String cut(String cell, int column) {
    String plain = cell.replaceAll("\\p{Cntrl}", " ");
    return column == last || length(plain) <= MAX_WIDTH
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, MAX_WIDTH - 1)) + "…";
  }
}

package dev.millrace.store.duckdb;

import java.util.Arrays;

/**
 * A number for each index, itself if none was set, in pages of 1 KiB that a copy shares until one
 * of them is written to. So a copy costs 4 bytes a page and what is written afterwards, however
 * much there is. One thread writes and copies; any may read a copy that is not written to.
 */
final class SharedInts {
  private static final int SHIFT = 8;
  private static final int PAGE = 1 << SHIFT;

  private int[][] pages;

  /** Which pages no copy has. */
  private boolean[] own;

  SharedInts() {
    this(new int[0][]);
  }

  private SharedInts(int[][] pages) {
    this.pages = pages;
    this.own = new boolean[pages.length];
  }

  int get(int index) {
    int at = index >>> SHIFT;
    int[] page = at < pages.length ? pages[at] : null;
    return page == null ? index : page[index & (PAGE - 1)];
  }

  void set(int index, int number) {
    int at = index >>> SHIFT;
    if (at >= pages.length) {
      int length = Math.max(at + 1, pages.length * 2);
      pages = Arrays.copyOf(pages, length);
      own = Arrays.copyOf(own, length);
    }
    if (!own[at]) {
      pages[at] = pages[at] == null ? themselves(at << SHIFT) : pages[at].clone();
      own[at] = true;
    }
    pages[at][index & (PAGE - 1)] = number;
  }

  /** What is there now, which stays. */
  SharedInts copy() {
    Arrays.fill(own, false);
    return new SharedInts(pages.clone());
  }

  private static int[] themselves(int first) {
    int[] page = new int[PAGE];
    Arrays.setAll(page, i -> first + i);
    return page;
  }
}

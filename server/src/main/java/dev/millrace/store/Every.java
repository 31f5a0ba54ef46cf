package dev.millrace.store;

/** The width of a trend's buckets. Day, week (from Monday) and month follow the timezone. */
public enum Every {
  SECOND("second"),
  MINUTE("minute"),
  QUARTER_HOUR("15m"),
  HOUR("hour"),
  DAY("day"),
  WEEK("week"),
  MONTH("month"),
  /** One bucket for the whole range. */
  NONE("none");

  private final String text;

  Every(String text) {
    this.text = text;
  }

  /** As questions write it. */
  public String text() {
    return text;
  }
}

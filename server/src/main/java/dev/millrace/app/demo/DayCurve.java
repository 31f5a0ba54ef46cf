package dev.millrace.app.demo;

/** How busy an hour of the day is: quiet at night, a peak before noon and one after it. */
public final class DayCurve {
  private static final double[] BY_HOUR = {
    .30, .22, .17, .14, .15, .22, .38, .60, .82, .96, 1.0, .97, .88, .92, .98, .97, .90, .82, .76,
    .74, .70, .62, .51, .40
  };

  private DayCurve() {}

  /** From 0 to 1, without steps between the hours. */
  public static double at(double hourOfDay) {
    int hour = (int) Math.floor(hourOfDay) % BY_HOUR.length;
    double fraction = hourOfDay - Math.floor(hourOfDay);
    return BY_HOUR[hour] * (1 - fraction) + BY_HOUR[(hour + 1) % BY_HOUR.length] * fraction;
  }
}

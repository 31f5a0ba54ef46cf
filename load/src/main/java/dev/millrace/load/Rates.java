package dev.millrace.load;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of things a second: {@code 10000}, {@code 10k}, {@code 50/s}. */
final class Rates implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    String plain = text.endsWith("/s") ? text.substring(0, text.length() - 2) : text;
    boolean thousands = plain.endsWith("k");
    try {
      double number =
          Double.parseDouble(thousands ? plain.substring(0, plain.length() - 1) : plain);
      if (number >= 0 && number <= 1e8) {
        return thousands ? number * 1_000 : number;
      }
    } catch (NumberFormatException _) {
      // Answered below, like every other wrong rate.
    }
    throw new TypeConversionException("write a rate as 10000, 10k or 50/s, not " + text);
  }
}

package dev.millrace.load;

import dev.millrace.load.TargetOptions.Goal;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a target. */
final class GoalNames implements ITypeConverter<Goal> {
  @Override
  public Goal convert(String text) {
    return Arrays.stream(Goal.values())
        .filter(goal -> goal.toString().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "the target is "
                    + Arrays.stream(Goal.values())
                        .map(Goal::toString)
                        .collect(Collectors.joining(", "))
                    + ", not "
                    + text));
  }
}

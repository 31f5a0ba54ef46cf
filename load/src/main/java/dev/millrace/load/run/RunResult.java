package dev.millrace.load.run;

import dev.millrace.load.target.Finding;
import java.util.List;
import java.util.Map;

/**
 * A run from beginning to end.
 *
 * @param facts what the target ran with
 * @param settings what the generator ran with
 * @param sustained the highest rate of a stage that the target kept up with, 0 if there was none
 * @param populationSpeed how many seconds of the people's time passed in one of the run
 * @param wrongAnswer the first answer that was against the target's word; empty if there was none
 * @param acknowledged actions, each once
 * @param repeated actions sent again and acknowledged again
 * @param bad actions refused as they should be
 * @param open actions that may be there or not
 */
public record RunResult(
    String target,
    Map<String, String> facts,
    Map<String, Object> settings,
    List<StageResult> stages,
    List<Second> seconds,
    double sustained,
    double populationSpeed,
    String wrongAnswer,
    long acknowledged,
    long repeated,
    long bad,
    long open,
    List<Finding> findings) {

  /** Whether no measured stage was limited by the generator. */
  public boolean valid() {
    return stages.stream().allMatch(stage -> stage.valid() || !stage.measured());
  }

  /** Whether there are counts, and every one is right. */
  public boolean exact() {
    return acknowledged > 0
        && wrongAnswer.isEmpty()
        && findings.stream().allMatch(finding -> finding.wrong() == 0);
  }
}

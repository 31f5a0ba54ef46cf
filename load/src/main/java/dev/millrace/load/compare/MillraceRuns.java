package dev.millrace.load.compare;

import dev.millrace.load.run.RunResult;
import java.util.List;

/**
 * What Millrace did.
 *
 * @param singleLimit how far it goes, one event a request
 * @param cascade the same actions as the others, one a request and nothing beside them
 * @param watched the rate at which PostgreSQL broke, while people ask and watch
 * @param limit how far it goes in batches
 */
record MillraceRuns(
    RunResult singleLimit,
    RunResult cascade,
    RunResult watched,
    RunResult limit,
    RunResult inTrouble) {
  List<RunResult> all() {
    return List.of(singleLimit, cascade, watched, limit, inTrouble);
  }
}

package dev.millrace.load.compare;

import dev.millrace.load.run.RunResult;
import java.util.List;

/**
 * What Millrace did.
 *
 * @param singleLimit how far it goes, one event a request
 * @param limit how far it goes in batches
 * @param cascade the same actions as the others, one a request and nothing beside them
 * @param watched the rate at which PostgreSQL broke, while people ask and watch, with its share of
 *     the processors
 * @param inTrouble with that, too
 */
record MillraceRuns(
    RunResult singleLimit,
    RunResult limit,
    RunResult cascade,
    RunResult watched,
    RunResult inTrouble) {
  List<RunResult> all() {
    return List.of(singleLimit, limit, cascade, watched, inTrouble);
  }
}

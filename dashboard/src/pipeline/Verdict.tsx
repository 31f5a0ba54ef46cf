"use client";

import { IconAlertTriangle, IconCircleCheckFilled } from "@tabler/icons-react";
import type { Status } from "@/api/client";
import { count, duration } from "@/format/numbers";
import { sentence } from "@/shell/states";
import classes from "./PipelinePage.module.css";

/** Well or not, in one line; when not, each problem with what to do. */
export function Verdict({ status }: { status: Status }) {
  const well = status.ready && status.problems.length === 0;
  if (well) {
    return (
      <output className={classes.verdict} data-well="true" data-testid="verdict">
        <IconCircleCheckFilled size="1.375rem" aria-hidden />
        <div>
          <b>Healthy</b>
          <span>
            Events are taken, and the store is {duration(status.lag.seconds ?? 0)} behind the log
            {status.lag.events == null ? "" : ` (${count(status.lag.events)} events)`}.
          </span>
        </div>
      </output>
    );
  }
  return (
    <div className={classes.verdict} data-well="false" role="alert" data-testid="verdict">
      <IconAlertTriangle size="1.375rem" aria-hidden />
      <div>
        <b>{status.ready ? "Needs attention" : "Events are not taken"}</b>
        <ul>
          {status.problems.map((problem) => (
            <li key={`${problem.stage} ${problem.problem}`}>
              <b>{problem.stage}</b> {sentence(problem.problem ?? "")} <i>{sentence(problem.hint ?? "")}</i>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

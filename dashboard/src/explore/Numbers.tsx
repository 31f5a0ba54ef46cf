"use client";

import { measureName } from "@/builder/MeasuresInput";
import type { ColoredSeries } from "@/charts/trendOption";
import { change, headline } from "@/format/numbers";
import { summary } from "@/question/series";
import classes from "./Explore.module.css";

const MOST = 12;

/** One large figure for each series, with how it compares when the period before is known. */
export function Numbers({ series, compact = false }: { series: ColoredSeries[]; compact?: boolean }) {
  const now = series.filter((each) => !each.previous).slice(0, compact ? 4 : MOST);
  return (
    <div className={compact ? classes.fewNumbers : classes.numbers} data-testid="numbers">
      {now.map((each) => {
        const { value, kind } = summary(each);
        const before = series.find(
          (other) => other.previous && other.group === each.group && other.measure === each.measure,
        );
        const old = before === undefined ? undefined : summary(before).value;
        return (
          <div key={each.name} className={classes.figure}>
            <span>{each.group === "" ? measureName(each.measure) : each.name}</span>
            <b>{headline(value)}</b>
            {old !== undefined && old !== 0 ? (
              <small data-direction={value >= old ? "up" : "down"}>
                {change((value - old) / old)} to before
              </small>
            ) : (
              each.values.length > 1 && <small>{kind === "sum" ? "in all" : "the latest"}</small>
            )}
          </div>
        );
      })}
    </div>
  );
}

import { LOCAL_ZONE } from "@/format/times";
import type { Answer, Question } from "@/question/model";
import { column, numberOf, textOf } from "@/question/model";

/** Seconds of the chart at the top. */
export const FLOW_SECONDS = 15 * 60;
const TOP = 8;

/** What the Live page asks, by the place that the stream names the answers by. */
export const ASKED = { flow: 0, active: 1, today: 2, names: 3, features: 4 } as const;

export const QUESTIONS: Question[] = [
  { kind: "trend", every: "second", from: `-${FLOW_SECONDS / 60}m` },
  { kind: "trend", measures: ["uniques"], every: "none", from: "-5m" },
  { kind: "trend", measures: ["count", "uniques"], every: "none", from: "today", timezone: LOCAL_ZONE },
  { kind: "trend", by: ["name"], every: "minute", from: "-60m", limit: TOP },
  {
    kind: "trend",
    by: ["feature"],
    where: [{ property: "feature", op: "set" }],
    every: "minute",
    from: "-60m",
    limit: TOP,
  },
];

export interface Flow {
  times: number[];
  values: number[];
}

/**
 * The first second is cut off by the range, the last is not over, and of the one before it some
 * events may still be on their way.
 */
export function flowOf(answer: Answer | undefined): Flow {
  if (answer === undefined) {
    return { times: [], values: [] };
  }
  return {
    times: column(answer, "time")
      .map((cell) => Date.parse(textOf(cell)) / 1000)
      .slice(1, -2),
    values: column(answer, "count").map(numberOf).slice(1, -2),
  };
}

/** Events a second, over the last few whole seconds. */
export function rateOf(flow: Flow): number {
  const recent = flow.values.slice(-5);
  return recent.reduce((sum, value) => sum + value, 0) / Math.max(1, recent.length);
}

export interface Ranked {
  name: string;
  total: number;
  trend: number[];
}

/** Groups of a trend with one measure, the largest first; the rest of them last. */
export function ranking(answer: Answer): Ranked[] {
  const groups = new Map<string, number[]>();
  const by = answer.columns[1] ?? "";
  const names = column(answer, by);
  const counts = column(answer, answer.columns[2] ?? "");
  names.forEach((cell, index) => {
    const name = textOf(cell);
    const trend = groups.get(name) ?? [];
    trend.push(numberOf(counts[index]));
    groups.set(name, trend);
  });
  return [...groups]
    .map(([name, trend]) => ({ name, trend, total: trend.reduce((sum, value) => sum + value, 0) }))
    .sort((a, b) => Number(a.name === "other") - Number(b.name === "other") || b.total - a.total);
}

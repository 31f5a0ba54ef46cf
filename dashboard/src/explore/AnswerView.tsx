"use client";

import { Button } from "@mantine/core";
import { type Ref, useMemo } from "react";
import { Chart, type ChartHandle } from "@/charts/Chart";
import { colored, rankOption, trendOption } from "@/charts/trendOption";
import { LOCAL_ZONE } from "@/format/times";
import type { Answer } from "@/question/model";
import { type Series, seriesOf } from "@/question/series";
import { Empty } from "@/shell/states";
import { usePalette } from "@/theme/usePalette";
import { AnswerTable } from "./AnswerTable";
import classes from "./Explore.module.css";
import { Numbers } from "./Numbers";
import { SeriesList } from "./SeriesList";
import { type ExploreQuestion, intervalOf, type View } from "./state";

interface Props {
  answer: Answer;
  question: ExploreQuestion;
  view: View;
  off?: string[];
  onOff?(names: string[]): void;
  onZoom?(from: string, to: string): void;
  onUnzoom?(): void;
  chart?: Ref<ChartHandle>;
  /** Inside a tile there is the picture only. */
  compact?: boolean;
  height?: string;
}

/** One and the same, so that nothing is drawn again for it. */
const NOTHING: string[] = [];

/** Shares and changes of a top list are no bars beside its counts. */
const BESIDE = ["share", "previous", "change"];

function charted(answer: Answer, question: ExploreQuestion): Answer {
  if (question.kind !== "top") {
    return answer;
  }
  const kept = answer.columns
    .map((name, index) => ({ name, index }))
    .filter(({ name }) => !BESIDE.includes(name));
  return {
    ...answer,
    columns: kept.map(({ name }) => name),
    rows: answer.rows.map((row) => kept.map(({ index }) => row[index] ?? null)),
  };
}

/** Buckets without an event are zeros: a line of nothing else says less than a word. */
function isNothing(series: Series[]): boolean {
  return series.every(({ values }) => values.every((value) => value === null || value === 0));
}

/** The answer in the shape that was chosen. */
export function AnswerView({
  answer,
  question,
  view,
  off = NOTHING,
  onOff,
  onZoom,
  onUnzoom,
  chart,
  compact = false,
  height = "clamp(18rem, 48vh, 40rem)",
}: Props) {
  const palette = usePalette();
  const by = question.by ?? NOTHING;
  const table = useMemo(() => seriesOf(charted(answer, question), by), [answer, question, by]);
  const all = useMemo(() => colored(table, palette), [table, palette]);
  const shown = useMemo(() => all.filter((series) => !off.includes(series.name)), [all, off]);
  const zone = question.timezone ?? answer.meta.timezone ?? LOCAL_ZONE;
  const every = intervalOf(question, table.times);
  const timeless = table.times.length === 0;
  const shape = view === "bar" ? "bar" : view === "area" ? "area" : "line";
  const option = useMemo(
    () =>
      timeless ? rankOption(shown, palette) : trendOption(table.times, shown, shape, palette, every, zone),
    [timeless, table.times, shown, shape, palette, every, zone],
  );

  if (view === "number" && answer.rows.length > 0) {
    return <Numbers series={shown} compact={compact} />;
  }
  if (isNothing(table.series)) {
    return <Empty title="Nothing matches">No event in this range fits the question.</Empty>;
  }
  if (view === "table") {
    return <AnswerTable answer={answer} every={every} zone={zone} compact={compact} />;
  }
  const select =
    onZoom === undefined || timeless
      ? undefined
      : (from: number, to: number) => {
          const first = table.times[Math.max(0, Math.floor(from))];
          const last = table.times[Math.min(table.times.length - 1, Math.ceil(to) + 1)];
          if (first !== undefined && last !== undefined && first !== last) {
            onZoom(first, last);
          }
        };
  return (
    <>
      <div className={classes.chart}>
        <Chart
          option={option}
          label={`${view === "bar" ? "Bars" : "Lines"} of ${shown.length} series`}
          height={timeless && !compact ? `${Math.max(12, table.series.length * 2 + 3)}rem` : height}
          onSelect={select}
          handle={chart}
        />
        {onUnzoom !== undefined && (
          <Button className={classes.unzoom} size="compact-xs" variant="default" onClick={onUnzoom}>
            Back to the whole range
          </Button>
        )}
      </div>
      {!compact && !timeless && onOff !== undefined && (
        <SeriesList series={all} off={off} onOff={onOff} zoomable={select !== undefined} />
      )}
    </>
  );
}

"use client";

import { type Ref, useMemo } from "react";
import { Chart, type ChartHandle } from "@/charts/Chart";
import type { EChartsCoreOption } from "@/charts/echarts";
import { AnswerView } from "@/explore/AnswerView";
import type { View } from "@/explore/state";
import { LOCAL_ZONE } from "@/format/times";
import { type Answer, column, numberOf, type Question } from "@/question/model";
import { Empty } from "@/shell/states";
import type { Palette } from "@/theme/palette";
import { usePalette } from "@/theme/usePalette";
import { funnelOf, funnelOption } from "./funnelPicture";
import { lifecycleOption, stickinessOption } from "./lifecyclePicture";
import { edgesOf, pathsOption } from "./pathsPicture";
import { cohortsOf, retentionOption } from "./retentionPicture";

interface Props {
  answer: Answer;
  question: Question;
  view?: View;
  height: string;
  chart?: Ref<ChartHandle>;
}

/** The answer to a question of any kind as the picture that people know for it. */
export function Picture({ answer, question, view = "line", height, chart }: Props) {
  const palette = usePalette();
  const option = useMemo(() => optionOf(answer, question, palette), [answer, question, palette]);
  if (showsNobody(answer, question)) {
    return <Empty title="Nothing matches">No event in this range fits the question.</Empty>;
  }
  if (question.kind === "trend" || question.kind === "top") {
    return (
      <AnswerView answer={answer} question={question} view={view} chart={chart} height={height} compact />
    );
  }
  return option === null ? (
    <Empty title="This kind of answer has no picture" />
  ) : (
    <Chart
      option={option}
      label={`A ${question.kind} of ${answer.rows.length} rows`}
      height={height}
      handle={chart}
    />
  );
}

/** The columns that say how many there are. */
const COUNTED: Partial<Record<Question["kind"], string[]>> = {
  funnel: ["people"],
  retention: ["size"],
  paths: ["count"],
  stickiness: ["people"],
  lifecycle: ["new", "returning", "resurrecting", "dormant"],
};

/** Whether there is nothing to draw: no rows, or nobody in any of them. */
export function showsNobody(answer: Answer, question: Question): boolean {
  const counted = COUNTED[question.kind];
  return (
    answer.rows.length === 0 ||
    (counted?.every((name) => column(answer, name).every((cell) => numberOf(cell) === 0)) ?? false)
  );
}

export function optionOf(answer: Answer, question: Question, palette: Palette): EChartsCoreOption | null {
  const by = question.by ?? [];
  const zone = question.timezone ?? answer.meta.timezone ?? LOCAL_ZONE;
  switch (question.kind) {
    case "funnel":
      return funnelOption(funnelOf(answer, by), palette);
    case "retention": {
      const every = question.every ?? "day";
      return retentionOption(cohortsOf(answer, by, every, zone), every, palette);
    }
    case "paths":
      return pathsOption(edgesOf(answer), palette);
    case "lifecycle":
      return lifecycleOption(answer, question.every ?? "day", zone, palette);
    case "stickiness":
      return stickinessOption(answer, by, palette);
    case "trend":
    case "top":
    case "users":
      return null;
  }
}

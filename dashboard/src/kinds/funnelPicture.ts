import type { EChartsCoreOption } from "@/charts/echarts";
import { remPixels } from "@/charts/rem";
import { axisStyle, tooltipRow, tooltipStyle, tooltipTitle } from "@/charts/trendOption";
import { compact, count, duration, percent } from "@/format/numbers";
import { type Answer, column, numberOf, textOf } from "@/question/model";
import { type Palette, seriesColor } from "@/theme/palette";

export interface FunnelStep {
  step: number;
  name: string;
  people: number;
  rate: number;
  stepRate: number;
  medianSeconds: number | null;
  p90Seconds: number | null;
}

export interface FunnelGroup {
  name: string;
  steps: FunnelStep[];
}

/** The steps of each group, in order. */
export function funnelOf(answer: Answer, by: readonly string[]): FunnelGroup[] {
  const groups = new Map<string, FunnelStep[]>();
  const names = column(answer, "name");
  const steps = column(answer, "step");
  const people = column(answer, "people");
  const rates = column(answer, "rate");
  const stepRates = column(answer, "step_rate");
  const medians = column(answer, "median_seconds");
  const slow = column(answer, "p90_seconds");
  answer.rows.forEach((row, index) => {
    const group = by.map((_, at) => textOf(row[at])).join(" · ");
    const list = groups.get(group) ?? [];
    list.push({
      step: numberOf(steps[index]),
      name: textOf(names[index]),
      people: numberOf(people[index]),
      rate: numberOf(rates[index]),
      stepRate: numberOf(stepRates[index]),
      medianSeconds: typeof medians[index] === "number" ? medians[index] : null,
      p90Seconds: typeof slow[index] === "number" ? slow[index] : null,
    });
    groups.set(group, list);
  });
  return [...groups].map(([name, list]) => ({ name, steps: list.sort((a, b) => a.step - b.step) }));
}

const FEW_GROUPS = 3;

/** Bars that shrink from step to step, with what is left of the start. */
export function funnelOption(groups: FunnelGroup[], palette: Palette): EChartsCoreOption {
  const steps = groups[0]?.steps ?? [];
  return {
    grid: {
      left: 4,
      right: 12,
      top: 28,
      bottom: 4,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      ...tooltipStyle(palette),
      formatter: (points: { dataIndex: number }[]) => tooltip(groups, points[0]?.dataIndex ?? 0, palette),
    },
    xAxis: {
      type: "category",
      data: steps.map((step) => `${step.step}  ${step.name}`),
      ...axisStyle(palette),
      axisLabel: { color: palette.ink, interval: 0, width: 8 * remPixels(), overflow: "truncate" },
    },
    yAxis: {
      type: "value",
      ...axisStyle(palette),
      splitNumber: 4,
      axisLabel: { color: palette.quiet, formatter: (value: number) => compact(value) },
    },
    series: groups.map((group, index) => ({
      name: group.name || "People",
      type: "bar",
      color: seriesColor(palette, index, group.name),
      barMaxWidth: groups.length === 1 ? 110 : 48,
      barGap: "8%",
      showBackground: groups.length === 1,
      backgroundStyle: { color: palette.line, opacity: 0.5 },
      data: group.steps.map((step) => step.people),
      label: {
        show: groups.length <= FEW_GROUPS,
        position: "top",
        color: palette.ink,
        formatter: ({ dataIndex }: { dataIndex: number }) => {
          const step = group.steps[dataIndex];
          return step === undefined ? "" : percent(step.rate);
        },
      },
    })),
  };
}

function tooltip(groups: FunnelGroup[], at: number, palette: Palette): string {
  const name = groups[0]?.steps[at]?.name ?? "";
  return (
    tooltipTitle(name) +
    groups
      .map((group, index) => {
        const step = group.steps[at];
        if (step === undefined) {
          return "";
        }
        const time = step.medianSeconds === null ? "" : `, ${duration(step.medianSeconds)} after`;
        return tooltipRow(
          seriesColor(palette, index, group.name),
          group.name || "People",
          `${count(step.people)} · ${percent(step.stepRate)} of the step before${time}`,
        );
      })
      .join("")
  );
}

import type { EChartsCoreOption } from "@/charts/echarts";
import { remPixels } from "@/charts/rem";
import { axisStyle, tooltipStyle, tooltipTitle } from "@/charts/trendOption";
import { count, percent } from "@/format/numbers";
import { time } from "@/format/times";
import { type Answer, column, numberOf, textOf } from "@/question/model";
import type { Palette } from "@/theme/palette";

export interface Cohort {
  /** How it is called: its start, and its group when there is a breakdown. */
  name: string;
  start: string;
  size: number;
  people: number[];
  rates: number[];
}

/** A row for each cohort, with a cell for each period that has begun. */
export function cohortsOf(answer: Answer, by: readonly string[], every: string, zone: string): Cohort[] {
  const cohorts = new Map<string, Cohort>();
  const starts = column(answer, "cohort");
  const sizes = column(answer, "size");
  const periods = column(answer, "period");
  const people = column(answer, "people");
  const rates = column(answer, "rate");
  answer.rows.forEach((row, index) => {
    const group = by.map((_, at) => textOf(row[at])).join(" · ");
    const start = textOf(starts[index]);
    const id = `${group}\n${start}`;
    const day = time(start, every === "month" ? "month" : "day", zone);
    const cohort = cohorts.get(id) ?? {
      name: group === "" ? day : `${group} · ${day}`,
      start,
      size: numberOf(sizes[index]),
      people: [],
      rates: [],
    };
    const period = numberOf(periods[index]);
    cohort.people[period] = numberOf(people[index]);
    cohort.rates[period] = numberOf(rates[index]);
    cohorts.set(id, cohort);
  });
  return [...cohorts.values()];
}

/** A share of nobody is no number. */
export function shareOf(cohort: Cohort | undefined, rate: number): string {
  return cohort === undefined || cohort.size === 0 ? "–" : percent(rate);
}

const LABELLED_CELLS = 400;
/** A percentage needs so much room. */
const LABEL_REM = 2.75;

/** The triangle: who came back, by when they came first. */
export function retentionOption(cohorts: Cohort[], every: string, palette: Palette): EChartsCoreOption {
  const periods = Math.max(0, ...cohorts.map((cohort) => cohort.rates.length));
  // The first period is everybody: the scale is for those after it.
  const most = Math.max(0.01, ...cohorts.flatMap((cohort) => cohort.rates.slice(1)));
  const cells = cohorts.flatMap((cohort, row) =>
    cohort.rates.map((rate, period) => ({
      value: [period, row, rate] as [number, number, number],
      label: { color: rate / most > palette.scaleTurnsAt ? palette.surface : palette.ink },
    })),
  );
  const labelled = cells.length <= LABELLED_CELLS;
  return {
    // Where cells are narrower than what would be written on them, the shades alone tell.
    media: [
      {
        query: { maxWidth: (periods + 3) * LABEL_REM * remPixels() },
        option: {
          xAxis: { axisLabel: { formatter: (period: string) => period.replace(/^\D+/, "") } },
          series: [{ label: { show: false } }],
        },
      },
      { option: { xAxis: { axisLabel: { formatter: "{value}" } }, series: [{ label: { show: labelled } }] } },
    ],
    grid: { left: 4, right: 4, top: 24, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: {
      ...tooltipStyle(palette),
      formatter: ({ value: [period, row, rate] }: { value: [number, number, number] }) => {
        const cohort = cohorts[row];
        return cohort === undefined
          ? ""
          : `${tooltipTitle(`${cohort.name}, ${every} ${period}`)}<b>${shareOf(cohort, rate)}</b> · ${count(cohort.people[period] ?? 0)} of ${count(cohort.size)}`;
      },
    },
    xAxis: {
      type: "category",
      position: "top",
      data: Array.from(
        { length: periods },
        (_, period) => `${every.charAt(0).toUpperCase()}${every.slice(1)} ${period}`,
      ),
      ...axisStyle(palette),
      axisLine: { show: false },
      splitLine: { show: false },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: cohorts.map((cohort) => `${cohort.name}   ${count(cohort.size)}`),
      ...axisStyle(palette),
      axisLine: { show: false },
      splitLine: { show: false },
      axisLabel: { color: palette.ink },
    },
    visualMap: {
      show: false,
      min: 0,
      max: most,
      dimension: 2,
      inRange: { color: palette.scale },
    },
    series: [
      {
        type: "heatmap",
        data: cells,
        itemStyle: { borderColor: palette.surface, borderWidth: 2, borderRadius: 4 },
        label: {
          show: labelled,
          formatter: ({ value: [, row, rate] }: { value: [number, number, number] }) =>
            shareOf(cohorts[row], rate),
        },
        emphasis: { itemStyle: { borderColor: palette.ink, borderWidth: 1 } },
      },
    ],
  };
}

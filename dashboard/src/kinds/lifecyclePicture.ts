import type { EChartsCoreOption } from "@/charts/echarts";
import { axisStyle, tooltipRow, tooltipStyle, tooltipTitle } from "@/charts/trendOption";
import { compact, count, percent } from "@/format/numbers";
import { time } from "@/format/times";
import { type Answer, column, numberOf, textOf } from "@/question/model";
import { type Palette, seriesColor } from "@/theme/palette";

const STATES = [
  { column: "new", name: "New" },
  { column: "returning", name: "Returning" },
  { column: "resurrecting", name: "Back after a pause" },
  { column: "dormant", name: "Gone quiet" },
] as const;

/** Who is there, above the line, and who has stopped coming, below it. */
export function lifecycleOption(
  answer: Answer,
  every: string,
  zone: string,
  palette: Palette,
): EChartsCoreOption {
  const times = column(answer, "time").map(textOf);
  const colors = [palette.series[2], palette.series[0], palette.series[3], palette.series[1]];
  const style = every === "month" ? "month" : "weekday";
  return {
    grid: {
      left: 4,
      right: 12,
      top: 12,
      bottom: 4,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    tooltip: {
      trigger: "axis",
      ...tooltipStyle(palette),
      formatter: (points: { dataIndex: number; seriesName: string; value: number; color: string }[]) =>
        tooltipTitle(time(times[points[0]?.dataIndex ?? 0] ?? "", style, zone)) +
        points
          .map((point) => tooltipRow(point.color, point.seriesName, count(Math.abs(point.value))))
          .join(""),
    },
    xAxis: {
      type: "category",
      data: times,
      boundaryGap: false,
      ...axisStyle(palette),
      axisLine: { onZero: true, lineStyle: { color: palette.quiet } },
      axisLabel: {
        color: palette.quiet,
        hideOverlap: true,
        formatter: (value: string) => time(value, every === "month" ? "month" : "day", zone),
      },
    },
    yAxis: {
      type: "value",
      ...axisStyle(palette),
      splitNumber: 5,
      axisLabel: { color: palette.quiet, formatter: (value: number) => compact(Math.abs(value)) },
    },
    series: STATES.map((state, index) => ({
      name: state.name,
      type: "line",
      stack: state.column === "dormant" ? "gone" : "there",
      color: colors[index],
      symbol: "none",
      lineStyle: { width: 1 },
      areaStyle: { opacity: 0.6 },
      data: column(answer, state.column).map((cell) =>
        state.column === "dormant" ? -numberOf(cell) : numberOf(cell),
      ),
    })),
  };
}

export function lifecycleLegend(palette: Palette): { name: string; color: string }[] {
  const colors = [palette.series[2], palette.series[0], palette.series[3], palette.series[1]];
  return STATES.map((state, index) => ({ name: state.name, color: colors[index] ?? palette.accent }));
}

/** On how many days people came. */
export function stickinessOption(answer: Answer, by: readonly string[], palette: Palette): EChartsCoreOption {
  const unit = answer.columns.find((name) => ["days", "weeks", "months"].includes(name)) ?? "days";
  const amounts = column(answer, unit).map(numberOf);
  const people = column(answer, "people").map(numberOf);
  const groups = answer.rows.map((row) => by.map((_, at) => textOf(row[at])).join(" · "));
  const names = [...new Set(groups)];
  const all = people.reduce((sum, value) => sum + value, 0);
  const axis = [...new Set(amounts)].sort((a, b) => a - b);
  return {
    grid: {
      left: 4,
      right: 12,
      top: 16,
      bottom: 4,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      ...tooltipStyle(palette),
      formatter: (points: { name: string; seriesName: string; value: number; color: string }[]) =>
        tooltipTitle(`${points[0]?.name ?? ""} ${unit}`) +
        points
          .map((point) =>
            tooltipRow(
              point.color,
              point.seriesName,
              `${count(point.value ?? 0)} · ${percent(all > 0 ? (point.value ?? 0) / all : 0)}`,
            ),
          )
          .join(""),
    },
    xAxis: {
      type: "category",
      data: axis,
      name: unit,
      nameLocation: "middle",
      nameGap: 24,
      ...axisStyle(palette),
    },
    yAxis: {
      type: "value",
      ...axisStyle(palette),
      splitNumber: 4,
      axisLabel: { color: palette.quiet, formatter: (value: number) => compact(value) },
    },
    series: names.map((name, index) => ({
      name: name || "People",
      type: "bar",
      barMaxWidth: 40,
      color: seriesColor(palette, index, name),
      data: axis.map((amount) => {
        const at = amounts.findIndex((each, place) => each === amount && groups[place] === name);
        return at < 0 ? 0 : people[at];
      }),
    })),
  };
}

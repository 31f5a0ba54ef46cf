import { compact, measured } from "@/format/numbers";
import { bucketStyle, time } from "@/format/times";
import type { Series, SeriesTable } from "@/question/series";
import { type Palette, seriesColor } from "@/theme/palette";
import type { EChartsCoreOption } from "./echarts";
import { remPixels } from "./rem";

export type TrendShape = "line" | "area" | "bar";

/** From here on points are thinned for drawing, so that 50,000 of them are no work. */
const SAMPLE_FROM = 2_000;

export interface ColoredSeries extends Series {
  color: string;
}

/** A colour for each line; the period before has the colour of the period that it is before. */
export function colored(table: SeriesTable, palette: Palette): ColoredSeries[] {
  const names = new Map<string, number>();
  return table.series.map((series) => {
    const own = `${series.group}\n${series.measure}`;
    if (!names.has(own)) {
      names.set(own, names.size);
    }
    return { ...series, color: seriesColor(palette, names.get(own) ?? 0, series.group) };
  });
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function tooltipStyle(palette: Palette): Record<string, unknown> {
  return {
    backgroundColor: palette.surface,
    borderColor: palette.line,
    borderWidth: 1,
    padding: [8, 10],
    textStyle: { color: palette.ink, fontSize: 0.75 * remPixels() },
    extraCssText: "box-shadow:0 4px 16px rgb(0 0 0/12%);border-radius:6px",
    confine: true,
  };
}

/** One line of a tooltip. What users named is text, never markup. */
export function tooltipRow(color: string, name: string, value: string): string {
  return `<div style="display:flex;gap:12px;align-items:center;line-height:1.6"><span style="width:8px;height:8px;border-radius:2px;background:${color}"></span><span style="flex:1;max-width:240px;overflow:hidden;text-overflow:ellipsis">${escaped(name)}</span><b style="font-weight:600">${escaped(value)}</b></div>`;
}

export function tooltipTitle(text: string): string {
  return `<div style="margin-bottom:2px;opacity:.75">${escaped(text)}</div>`;
}

export function axisStyle(palette: Palette): Record<string, unknown> {
  return {
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    axisLabel: { color: palette.quiet, hideOverlap: true },
    splitLine: { lineStyle: { color: palette.line } },
  };
}

/** Lines, areas or bars over time. */
export function trendOption(
  times: string[],
  series: ColoredSeries[],
  shape: TrendShape,
  palette: Palette,
  every: string | undefined,
  zone: string,
): EChartsCoreOption {
  const style = bucketStyle(every);
  const stacked = shape !== "line" && series.length > 1 && series.every((each) => !each.previous);
  const few = times.length <= 1;
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
      axisPointer: { type: shape === "bar" ? "shadow" : "line", lineStyle: { color: palette.quiet } },
      ...tooltipStyle(palette),
      formatter: (points: { dataIndex: number; seriesIndex: number }[]) =>
        tooltip(points, times, series, style, zone),
    },
    xAxis: {
      type: "category",
      data: times,
      boundaryGap: shape === "bar",
      ...axisStyle(palette),
      axisLabel: {
        color: palette.quiet,
        hideOverlap: true,
        formatter: (value: string) => time(value, style, zone),
      },
    },
    yAxis: {
      type: "value",
      ...axisStyle(palette),
      axisLabel: { color: palette.quiet, formatter: (value: number) => compact(value) },
      splitNumber: 4,
    },
    series: series.map((each) => ({
      name: each.name,
      type: shape === "bar" ? "bar" : "line",
      data: each.values,
      color: each.color,
      stack: stacked ? "all" : undefined,
      barMaxWidth: 36,
      barCategoryGap: "22%",
      symbol: "circle",
      symbolSize: 6,
      showSymbol: few,
      sampling: times.length > SAMPLE_FROM ? "lttb" : undefined,
      large: times.length > SAMPLE_FROM,
      lineStyle: { width: each.previous ? 1.5 : 2, type: each.previous ? [4, 4] : "solid" },
      itemStyle: { opacity: each.previous ? 0.45 : 1 },
      areaStyle: shape === "area" && !each.previous ? { opacity: stacked ? 0.55 : 0.16 } : undefined,
      emphasis: { disabled: true },
    })),
  };
}

const MOST_ROWS = 14;

function tooltip(
  points: { dataIndex: number; seriesIndex: number }[],
  times: string[],
  series: ColoredSeries[],
  style: ReturnType<typeof bucketStyle>,
  zone: string,
): string {
  const at = points[0]?.dataIndex ?? 0;
  const rows = points
    .map((point) => series[point.seriesIndex])
    .filter((each): each is ColoredSeries => each !== undefined)
    .sort((a, b) => (b.values[at] ?? 0) - (a.values[at] ?? 0));
  const hidden = rows.length - MOST_ROWS;
  return (
    tooltipTitle(time(times[at] ?? "", style === "weekday" ? "weekday" : "dateTime", zone)) +
    rows
      .slice(0, MOST_ROWS)
      .map((each) => {
        const value = each.values[at];
        return tooltipRow(each.color, each.name, value == null ? "–" : measured(value));
      })
      .join("") +
    (hidden > 0 ? tooltipTitle(`and ${hidden} more`) : "")
  );
}

/** Groups without time: the largest at the top. */
export function rankOption(series: ColoredSeries[], palette: Palette): EChartsCoreOption {
  const groups = [...new Set(series.map((each) => each.group || each.name))];
  const measures = [
    ...new Set(series.map((each) => (each.previous ? `${each.measure} (before)` : each.measure))),
  ];
  const cellOf = (group: string, measure: string) =>
    series.find(
      (each) =>
        (each.group || each.name) === group &&
        (each.previous ? `${each.measure} (before)` : each.measure) === measure,
    )?.values[0] ?? null;
  return {
    grid: { left: 4, right: 56, top: 4, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      ...tooltipStyle(palette),
      formatter: (points: { name: string; seriesName: string; value: number; color: string }[]) =>
        tooltipTitle(points[0]?.name ?? "") +
        points.map((point) => tooltipRow(point.color, point.seriesName, measured(point.value ?? 0))).join(""),
    },
    xAxis: {
      type: "value",
      ...axisStyle(palette),
      axisLabel: { color: palette.quiet, formatter: (value: number) => compact(value) },
      splitNumber: 4,
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: groups,
      ...axisStyle(palette),
      axisLabel: { color: palette.ink, width: 10 * remPixels(), overflow: "truncate" },
    },
    series: measures.map((measure, index) => ({
      name: measure,
      type: "bar",
      barMaxWidth: 22,
      color: palette.series[index % palette.series.length],
      data: groups.map((group) => cellOf(group, measure)),
      label: {
        show: groups.length <= 30,
        position: "right",
        color: palette.quiet,
        formatter: ({ value }: { value: number }) => (value == null ? "" : compact(value)),
      },
    })),
  };
}

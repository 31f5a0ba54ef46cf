import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { compact } from "@/format/numbers";
import { time } from "@/format/times";
import type { Palette } from "@/theme/palette";

/** Axes of a chart over time, quiet enough that the data is what one sees. */
export function timeAxes(palette: Palette, rem: number, style: "clock" | "minute"): uPlot.Axis[] {
  const font = `${0.6875 * rem}px system-ui, sans-serif`;
  const common = { stroke: palette.quiet, font, ticks: { show: false } };
  return [
    {
      ...common,
      grid: { show: false },
      space: 5.5 * rem,
      size: 1.5 * rem,
      values: (_, splits) => splits.map((split) => time(split * 1000, style)),
    },
    {
      ...common,
      grid: { stroke: palette.line, width: 1 },
      size: 3 * rem,
      space: 2.5 * rem,
      values: (_, splits) =>
        splits.map((split) => (Number.isInteger(split) || split < 1 ? compact(split) : "")),
    },
  ];
}

export function remPixels(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}

/** Follows the size of its place; the returned function stops that. */
export function resizing(place: HTMLElement, chart: uPlot): () => void {
  const observer = new ResizeObserver(() => {
    const { clientWidth, clientHeight } = place;
    if (clientWidth > 0 && clientHeight > 0) {
      chart.setSize({ width: clientWidth, height: clientHeight });
    }
  });
  observer.observe(place);
  return () => observer.disconnect();
}

export { uPlot };

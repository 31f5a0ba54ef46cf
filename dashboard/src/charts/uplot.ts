import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { compact } from "@/format/numbers";
import { time } from "@/format/times";
import type { Palette } from "@/theme/palette";

/** The width of a time as text. */
const LABEL_REM = 3.5;

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
      // A label at the very edge would be cut off.
      values: (chart, splits) =>
        splits.map((split) =>
          chart.valToPos(split, "x") > chart.bbox.width / devicePixelRatio - LABEL_REM * 0.5 * rem
            ? ""
            : time(split * 1000, style),
        ),
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

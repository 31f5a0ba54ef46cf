"use client";

import { useEffect, useRef } from "react";
import { usePalette } from "@/theme/usePalette";
import classes from "./charts.module.css";
import { resizing, uPlot } from "./uplot";

/** A trend without axes, for the inside of a table or beside a figure. */
export function Spark({ values, label }: { values: number[]; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const palette = usePalette();

  useEffect(() => {
    const element = place.current;
    if (element === null) {
      return;
    }
    const made = new uPlot(
      {
        width: element.clientWidth,
        height: element.clientHeight,
        legend: { show: false },
        cursor: { show: false },
        padding: [2, 1, 1, 1],
        scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(1, most)] } },
        axes: [{ show: false }, { show: false }],
        series: [
          {},
          { stroke: palette.accent, width: 1.25, fill: `${palette.accent}1c`, points: { show: false } },
        ],
      },
      [[], []],
      element,
    );
    chart.current = made;
    const stopResizing = resizing(element, made);
    return () => {
      stopResizing();
      made.destroy();
      chart.current = null;
    };
  }, [palette]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new chart needs the data again
  useEffect(() => {
    chart.current?.setData([values.map((_, index) => index), values]);
  }, [values, palette]);

  return <div ref={place} className={classes.spark} role="img" aria-label={label} />;
}

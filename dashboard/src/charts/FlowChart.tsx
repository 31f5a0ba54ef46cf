"use client";

import { useReducedMotion } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { count } from "@/format/numbers";
import { time } from "@/format/times";
import { usePalette } from "@/theme/usePalette";
import classes from "./charts.module.css";
import { remPixels } from "./rem";
import { resizing, timeAxes, uPlot } from "./uplot";

/** Behind the present by so much, since events of the last moments are still on their way. */
export const DELAY_SECONDS = 2;
const FRAME_MS = 50;

/** How fast the vertical scale follows the data, for each frame. */
const EASE = 0.15;

interface Props {
  /** Seconds since 1970, ascending. */
  times: number[];
  values: number[];
  /** Seconds that are shown. */
  span: number;
  label: string;
  height: string;
}

/** A series that flows: it moves with the clock, and new values come in from the right. */
export function FlowChart({ times, values, span, label, height }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const palette = usePalette();
  const still = useReducedMotion();

  useEffect(() => {
    const element = place.current;
    if (element === null) {
      return;
    }
    const rem = remPixels();
    const made = new uPlot(
      {
        width: element.clientWidth,
        height: element.clientHeight,
        legend: { show: false },
        padding: [8, 0, 0, 0],
        cursor: { y: false, points: { size: 7, fill: palette.accent } },
        scales: { x: { time: true, auto: false }, y: { auto: false, range: [0, 10] } },
        axes: timeAxes(palette, rem, "minute"),
        series: [
          {},
          { stroke: palette.accent, width: 1.5, fill: `${palette.accent}22`, points: { show: false } },
        ],
        hooks: { setCursor: [showReading] },
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
    chart.current?.setData([times, values], false);
  }, [times, values, palette]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new chart starts anew
  useEffect(() => {
    let top = 0;
    const move = (ease: number) => {
      const made = chart.current;
      if (made === null || document.hidden) {
        return;
      }
      const end = Date.now() / 1000 - DELAY_SECONDS;
      const most = Math.max(1, ...(made.data[1] as number[]));
      const wanted = most * 1.12;
      top = top === 0 ? wanted : top + (wanted - top) * ease;
      made.batch(() => {
        made.setScale("y", { min: 0, max: top });
        made.setScale("x", { min: end - span, max: end });
      });
    };
    move(1);
    const timer = setInterval(() => move(still ? 1 : EASE), still ? 1_000 : FRAME_MS);
    return () => clearInterval(timer);
  }, [span, still, palette]);

  return (
    <div className={classes.flow}>
      <div ref={place} style={{ height }} role="img" aria-label={label} />
      <output className={classes.reading} aria-hidden />
    </div>
  );
}

function showReading(chart: uPlot): void {
  const reading = chart.root.parentElement?.nextElementSibling;
  if (!(reading instanceof HTMLElement)) {
    return;
  }
  const index = chart.cursor.idx;
  const at = index == null ? undefined : chart.data[0][index];
  const value = index == null ? undefined : chart.data[1]?.[index];
  reading.textContent =
    at === undefined || value == null ? "" : `${time(at * 1000, "clock")}  ·  ${count(value)} events`;
}

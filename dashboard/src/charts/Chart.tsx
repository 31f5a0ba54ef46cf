"use client";

import { useReducedMotion } from "@mantine/hooks";
import { useEffect, useImperativeHandle, useRef, useState } from "react";
import { Waiting } from "@/shell/states";
import { usePalette } from "@/theme/usePalette";
import classes from "./charts.module.css";
import type { ECharts, EChartsCoreOption } from "./echarts";
import { remPixels } from "./rem";

export interface ChartHandle {
  /** The chart as a PNG, on the page's own ground. */
  picture(): string | undefined;
}

interface Props {
  option: EChartsCoreOption;
  label: string;
  height: string;
  /** Called with the places on the horizontal axis between which somebody has dragged. */
  onSelect?(from: number, to: number): void;
  onClick?(parameters: { dataIndex: number; seriesName: string; name: string; data: unknown }): void;
  handle?: React.Ref<ChartHandle>;
}

/** A chart of the chart library, which comes when it is needed. */
export function Chart({ option, label, height, onSelect, onClick, handle }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const [ready, setReady] = useState(false);
  const palette = usePalette();
  const still = useReducedMotion();
  const callbacks = useRef({ onSelect, onClick });
  callbacks.current = { onSelect, onClick };
  const selectable = onSelect !== undefined;

  useImperativeHandle(handle, () => ({
    picture: () =>
      chart.current?.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: palette.surface }),
  }));

  useEffect(() => {
    let gone = false;
    let observer: ResizeObserver | undefined;
    void import("./echarts").then(({ init }) => {
      const element = place.current;
      if (gone || element === null) {
        return;
      }
      // Labels of axes do not inherit the chart's text size.
      const axis = { axisLabel: { fontSize: 0.75 * remPixels() } };
      const made = init(element, { categoryAxis: axis, valueAxis: axis });
      chart.current = made;
      observer = new ResizeObserver(() => made.resize());
      observer.observe(element);
      made.on("click", (parameters) => {
        callbacks.current.onClick?.(parameters as never);
      });
      made.on("brushEnd", (event) => {
        const [area] = (event as { areas: { coordRange?: [number, number] }[] }).areas;
        made.dispatchAction({ type: "brush", areas: [] });
        if (area?.coordRange !== undefined && area.coordRange[1] > area.coordRange[0]) {
          callbacks.current.onSelect?.(area.coordRange[0], area.coordRange[1]);
        }
      });
      setReady(true);
    });
    return () => {
      gone = true;
      observer?.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const made = chart.current;
    if (!ready || made === null) {
      return;
    }
    made.setOption(
      {
        animation: !(still ?? false),
        animationDuration: 250,
        animationDurationUpdate: 250,
        textStyle: {
          fontFamily: "system-ui, sans-serif",
          fontSize: 0.6875 * remPixels(),
          color: palette.quiet,
        },
        aria: { enabled: true, label: { description: label } },
        ...(selectable
          ? {
              toolbox: { show: false },
              brush: {
                xAxisIndex: 0,
                brushType: "lineX",
                brushMode: "single",
                throttleType: "debounce",
                brushStyle: { color: `${palette.accent}22`, borderColor: palette.accent },
                outOfBrush: { colorAlpha: 1 },
              },
            }
          : {}),
        ...option,
      },
      { notMerge: true },
    );
    if (selectable) {
      made.dispatchAction({
        type: "takeGlobalCursor",
        key: "brush",
        brushOption: { brushType: "lineX", brushMode: "single" },
      });
    }
  }, [option, ready, palette, still, label, selectable]);

  return (
    <div className={classes.chart} style={{ height, position: "relative" }}>
      {!ready && <Waiting height="100%" />}
      <div
        ref={place}
        role="img"
        aria-label={label}
        data-ready={ready}
        style={{ position: "absolute", inset: 0 }}
      />
    </div>
  );
}

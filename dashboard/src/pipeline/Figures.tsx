"use client";

import { Progress } from "@mantine/core";
import type { Status } from "@/api/client";
import { Spark } from "@/charts/Spark";
import { bytes, count, duration, percent } from "@/format/numbers";
import { Panel } from "@/shell/Page";
import type { Sample } from "./PipelinePage";
import classes from "./PipelinePage.module.css";

/** How fresh answers are, and how much room there is. */
export function Figures({ status, samples }: { status: Status; samples: Sample[] }) {
  const memory = status.memory;
  const used = memory?.heap_used_bytes ?? 0;
  const most = memory?.heap_max_bytes ?? 0;
  const disk = status.disk;
  const kept = (disk?.log_bytes ?? 0) + (disk?.store_bytes ?? 0);
  const free = disk?.free_bytes ?? 0;
  return (
    <>
      <Panel title="Lag" note="store behind the log" className={classes.third}>
        <div className={classes.big}>
          <b data-testid="lag">{duration(status.lag.seconds ?? 0)}</b>
          <span>{status.lag.events == null ? "unknown" : `${count(status.lag.events)} events`}</span>
        </div>
        <Spark values={samples.map((sample) => sample.lagMs)} label="Lag" />
      </Panel>
      <Panel title="Memory" note={`${bytes(memory?.resident_bytes ?? 0)} resident`} className={classes.third}>
        <div className={classes.big}>
          <b>{bytes(used)}</b>
          <span>of {bytes(most)} heap</span>
        </div>
        <Progress value={most > 0 ? (100 * used) / most : 0} size="sm" aria-label="Heap in use" />
      </Panel>
      <Panel
        title="Disk"
        note={disk?.free_bytes == null ? "" : `${bytes(free)} free`}
        className={classes.third}
      >
        <div className={classes.big}>
          <b>{bytes(kept)}</b>
          <span>
            log and store, {percent(free + kept > 0 ? kept / (free + kept) : 0)} of what there is room for
          </span>
        </div>
        <Progress
          value={free + kept > 0 ? (100 * kept) / (free + kept) : 0}
          size="sm"
          color={free < kept / 4 ? "red" : "mill"}
          aria-label="Disk in use"
        />
      </Panel>
    </>
  );
}

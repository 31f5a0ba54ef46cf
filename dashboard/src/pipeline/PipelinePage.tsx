"use client";

import { useEffect, useState } from "react";
import type { Status } from "@/api/client";
import { useLive } from "@/api/useLive";
import { bytes, count, duration } from "@/format/numbers";
import { Page, Panel } from "@/shell/Page";
import { ConnectionState, Waiting } from "@/shell/states";
import { Figures } from "./Figures";
import { Flow } from "./Flow";
import { Limits } from "./Limits";
import { Partitions } from "./Partitions";
import classes from "./PipelinePage.module.css";
import { Refused } from "./Refused";
import { Verdict } from "./Verdict";

/** Minutes of rates that the page remembers while it is open. */
const REMEMBERED = 180;

export interface Sample {
  at: number;
  rates: Record<string, number>;
  lagMs: number;
}

/** One look says whether everything is well, and what to do when it is not. */
export function PipelinePage() {
  const live = useLive([]);
  const { status } = live;
  const samples = useSamples(status);
  return (
    <Page
      title="Pipeline"
      about={
        status === undefined
          ? "How events become answers"
          : `Millrace ${status.version}, up for ${duration(status.uptime_seconds ?? 0)}`
      }
      actions={<ConnectionState connection={live.connection} />}
    >
      {status === undefined ? <Opening /> : <Known status={status} samples={samples} />}
    </Page>
  );
}

function Known({ status, samples }: { status: Status; samples: Sample[] }) {
  return (
    <div className={classes.grid}>
      <Verdict status={status} />
      <Flow status={status} samples={samples} />
      <Figures status={status} samples={samples} />
      <Panel title="What an event costs" note="since the start" className={classes.third}>
        <dl className={classes.facts}>
          <Fact name="Taken" value={bytes(status.bytes.accepted ?? 0)} />
          <Fact name="Written by the log" value={bytes(status.bytes.log_written ?? 0)} />
          <Fact name="Written by the store" value={bytes(status.bytes.store_written ?? 0)} />
          <Fact
            name="Write amplification"
            value={`${(status.bytes.write_amplification ?? 0).toFixed(2)}\u202f×`}
            about="Bytes written to disk for each byte that was sent"
          />
        </dl>
      </Panel>
      <Panel title="Events" note="since the start" className={classes.third}>
        <dl className={classes.facts}>
          <Fact name="Stored" value={count(status.processed?.stored ?? 0)} />
          <Fact name="Repeats dropped" value={count(status.processed?.repeats ?? 0)} />
          <Fact
            name="Unreadable in the log"
            value={count(status.processed?.poison ?? 0)}
            about="Records that somebody else wrote to the topic and that are no events"
          />
          <Fact
            name="Lost to the log's retention"
            value={count(status.processed?.lost ?? 0)}
            bad={(status.processed?.lost ?? 0) > 0}
          />
        </dl>
      </Panel>
      <Panel title="Kept" note={status.store?.engine} className={classes.third}>
        <dl className={classes.facts}>
          <Fact name="Events in the store" value={count(status.store?.events ?? 0)} />
          <Fact name="Store on disk" value={bytes(status.disk?.store_bytes ?? 0)} />
          <Fact name="Log on disk" value={bytes(status.disk?.log_bytes ?? 0)} />
          <Fact
            name="Free on disk"
            value={status.disk?.free_bytes == null ? "unknown" : bytes(status.disk.free_bytes)}
          />
        </dl>
      </Panel>
      <Partitions status={status} />
      <Refused status={status} />
      <Limits limits={status.limits ?? {}} />
    </div>
  );
}

function Fact({
  name,
  value,
  about,
  bad = false,
}: {
  name: string;
  value: string;
  about?: string;
  bad?: boolean;
}) {
  return (
    <div title={about}>
      <dt>{name}</dt>
      <dd data-bad={bad}>{value}</dd>
    </div>
  );
}

function Opening() {
  return (
    <div className={classes.grid}>
      <div className={classes.wide}>
        <Waiting height="3rem" />
      </div>
      <div className={classes.wide}>
        <Waiting height="15rem" />
      </div>
      <div className={classes.wide}>
        <Waiting height="11rem" />
      </div>
    </div>
  );
}

/** Rates of the last minutes, as this page has seen them. */
function useSamples(status: Status | undefined): Sample[] {
  const [samples, setSamples] = useState<Sample[]>([]);
  useEffect(() => {
    if (status === undefined) {
      return;
    }
    const rates = Object.fromEntries(
      Object.entries(status.stages).map(([name, stage]) => [name, stage?.per_second ?? 0]),
    );
    const sample = { at: Date.now(), rates, lagMs: 1000 * (status.lag.seconds ?? 0) };
    setSamples((before) => [...before.slice(1 - REMEMBERED), sample]);
  }, [status]);
  return samples;
}

"use client";

import { Progress } from "@mantine/core";
import {
  IconAntennaBars5,
  IconDatabase,
  IconInbox,
  IconMessageQuestion,
  IconRefreshDot,
  IconStack2,
} from "@tabler/icons-react";
import type { Status } from "@/api/client";
import { Spark } from "@/charts/Spark";
import { bytes, compact, count, rate } from "@/format/numbers";
import type { Sample } from "./PipelinePage";
import classes from "./PipelinePage.module.css";
import { ABOUT, fill, STAGES, type StageName, UNIT, type Wellbeing, wellbeing } from "./stages";

const ICONS: Record<StageName, typeof IconInbox> = {
  ingest: IconInbox,
  log: IconStack2,
  process: IconRefreshDot,
  store: IconDatabase,
  query: IconMessageQuestion,
  live: IconAntennaBars5,
};

const WORDS: Record<Wellbeing, string> = { well: "OK", crowded: "Crowded", troubled: "In trouble" };

/** The stages from left to right, as an event passes them. */
export function Flow({ status, samples }: { status: Status; samples: Sample[] }) {
  return (
    <ol className={classes.flow} aria-label="Stages of the pipeline">
      {STAGES.map((name) => (
        <StageCard key={name} name={name} status={status} samples={samples} />
      ))}
    </ol>
  );
}

function StageCard({ name, status, samples }: { name: StageName; status: Status; samples: Sample[] }) {
  const stage = status.stages[name];
  if (stage === undefined) {
    return null;
  }
  const Icon = ICONS[name];
  const state = wellbeing(name, stage, status.problems);
  const refused = Object.values(stage.refused ?? {}).reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return (
    <li className={classes.stage} data-state={state} data-testid={`stage-${name}`}>
      <header>
        <Icon size="1.1rem" stroke={1.6} aria-hidden />
        <h2>{name}</h2>
        <span className={classes.state}>{WORDS[state]}</span>
      </header>
      <p>{ABOUT[name]}</p>
      <div className={classes.rate}>
        <b>{rate(stage.per_second_1m ?? 0)}</b> {UNIT[name]}
      </div>
      <Spark values={samples.map((sample) => sample.rates[name] ?? 0)} label={`Rate of ${name}`} />
      <ul className={classes.queues}>
        {Object.entries(stage.queues ?? {}).map(([queue, { depth = 0, limit = 0 }]) => {
          const size = queue.includes("bytes") || queue === "buffer" ? bytes : compact;
          return (
            <li key={queue}>
              <span>{queue.replace("_bytes", "").replaceAll("_", " ")}</span>
              <span>
                {size(depth)} / {size(limit)}
              </span>
              <Progress
                value={100 * fill({ depth, limit })}
                size={3}
                color={fill({ depth, limit }) > 0.9 ? "red" : "mill"}
                aria-label={`${queue} of ${name}`}
              />
            </li>
          );
        })}
      </ul>
      {refused > 0 && <footer>{count(refused)} refused</footer>}
    </li>
  );
}

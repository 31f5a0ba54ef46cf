"use client";

import { Accordion, Badge, Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { dataOf, type Status } from "@/api/client";
import { useLoaded } from "@/api/useAnswer";
import { count } from "@/format/numbers";
import { ago } from "@/format/times";
import { Panel } from "@/shell/Page";
import { Empty, ProblemNotice, Waiting } from "@/shell/states";
import classes from "./PipelinePage.module.css";
import { refusals } from "./stages";

const SAMPLES = 25;

/** What was refused, why, and samples of it as it was sent. */
export function Refused({ status }: { status: Status }) {
  const codes = refusals(status);
  const total = codes.reduce((sum, refusal) => sum + refusal.count, 0);
  const samples = useLoaded("rejected", (api, signal) =>
    dataOf(api.GET("/v1/rejected", { params: { query: { limit: SAMPLES } }, signal })),
  );
  const rejected = samples.data?.rejected ?? [];
  return (
    <Panel
      title="Refused"
      note={total === 0 ? "nothing since the start" : `${count(total)} since the start`}
      flush
      className={classes.half}
      actions={
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconRefresh size="0.875rem" />}
          loading={samples.loading}
          onClick={samples.reload}
        >
          Reload samples
        </Button>
      }
    >
      {codes.length > 0 && (
        <div className={classes.codes}>
          {codes.map((refusal) => (
            <Badge key={`${refusal.stage} ${refusal.code}`} variant="light" color="gray" tt="none" fw={500}>
              {refusal.stage}: {refusal.code} · {count(refusal.count)}
            </Badge>
          ))}
        </div>
      )}
      {samples.problem !== undefined && <ProblemNotice problem={samples.problem} onRetry={samples.reload} />}
      {samples.data === undefined ? (
        samples.loading && (
          <div className={classes.codes}>
            <Waiting height="8rem" />
          </div>
        )
      ) : rejected.length === 0 ? (
        <Empty title="No refused events">
          When an event is refused, the others of its batch are kept, and it is kept here with the reason.
        </Empty>
      ) : (
        <Accordion variant="default" chevronSize={14} className={classes.samples} order={3}>
          {rejected.map((sample, index) => (
            <Accordion.Item key={`${sample.received} ${index}`} value={String(index)}>
              <Accordion.Control>
                <span className={classes.sample}>
                  <b>{sample.code}</b>
                  <span>{sample.message}</span>
                  <time dateTime={sample.received}>{ago(sample.received)}</time>
                </span>
              </Accordion.Control>
              <Accordion.Panel>
                <pre className={classes.original}>{sample.original || "(nothing)"}</pre>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      )}
    </Panel>
  );
}

"use client";

import { Skeleton } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { type Live, useLive } from "@/api/useLive";
import { FlowChart } from "@/charts/FlowChart";
import { duration, headline, rate } from "@/format/numbers";
import { column, numberOf } from "@/question/model";
import { Page, Panel } from "@/shell/Page";
import { ConnectionState, ProblemNotice, Waiting } from "@/shell/states";
import { Health } from "./Health";
import classes from "./LivePage.module.css";
import { NewestEvents } from "./NewestEvents";
import { ASKED, FLOW_SECONDS, flowOf, QUESTIONS, rateOf } from "./questions";
import { Ranking } from "./Ranking";
import { Welcome } from "./Welcome";

/** What happens right now. */
export function LivePage() {
  const live = useLive(QUESTIONS, { events: true });
  const flow = useMemo(() => flowOf(live.answers[ASKED.flow]), [live.answers[ASKED.flow]]);
  const today = live.answers[ASKED.today];
  const failed = live.problems.find((problem) => problem !== undefined);
  const nothing = today !== undefined && live.events?.length === 0;

  return (
    <Page
      title="Live"
      about="What happens right now"
      actions={
        <>
          <Health status={live.status} />
          <ConnectionState connection={live.connection} />
        </>
      }
    >
      {failed !== undefined && (
        <div className={classes.notice}>
          <ProblemNotice problem={failed} />
        </div>
      )}
      {nothing ? <Welcome /> : <Now live={live} flow={flow} />}
    </Page>
  );
}

function Now({ live, flow }: { live: Live; flow: ReturnType<typeof flowOf> }) {
  const active = live.answers[ASKED.active];
  const today = live.answers[ASKED.today];
  const names = live.answers[ASKED.names];
  const features = live.answers[ASKED.features];
  const lag = live.status?.lag.seconds;
  return (
    <div className={classes.grid}>
      <div className={classes.figures}>
        <Figure name="Events a second" id="rate">
          {flow.values.length > 0 ? rate(rateOf(flow)) : undefined}
        </Figure>
        <Figure name="People active" note="last 5 minutes" id="active">
          {active && headline(numberOf(active.rows[0]?.[0]))}
        </Figure>
        <Figure name="Events today" id="events-today">
          {today && headline(numberOf(column(today, "count")[0]))}
        </Figure>
        <Figure name="People today" id="people-today">
          {today && headline(numberOf(column(today, "uniques")[0]))}
        </Figure>
        <Figure name="Freshness" note="behind the log" id="freshness">
          {lag === undefined ? undefined : duration(lag)}
        </Figure>
      </div>
      <Panel title="Events a second" note="last 15 minutes" className={classes.flow}>
        {flow.values.length > 0 ? (
          <FlowChart
            times={flow.times}
            values={flow.values}
            span={FLOW_SECONDS - 4}
            label="Events a second over the last 15 minutes"
            height="clamp(11rem, 28vh, 24rem)"
          />
        ) : (
          <Waiting height="clamp(11rem, 28vh, 24rem)" />
        )}
      </Panel>
      <Ranking title="Top events" id="top-events" answer={names} property="name" />
      <Ranking title="Top features" id="top-features" answer={features} property="feature" />
      <NewestEvents events={live.events} />
    </div>
  );
}

function Figure({
  name,
  note,
  id,
  children,
}: {
  name: string;
  note?: string;
  id: string;
  children?: ReactNode;
}) {
  return (
    <div className={classes.figure}>
      <span className={classes.figureName}>{name}</span>
      {children === undefined ? (
        <Skeleton height="1.875rem" width="5rem" />
      ) : (
        <span className={classes.figureValue} data-testid={id}>
          {children}
        </span>
      )}
      {note !== undefined && <span className={classes.figureNote}>{note}</span>}
    </div>
  );
}

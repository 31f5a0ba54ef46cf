"use client";

import { SegmentedControl } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChartArea, IconChartBar, IconChartLine, IconNumber123, IconTable } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useAnswer } from "@/api/useAnswer";
import { RangeInput } from "@/builder/RangeInput";
import { SchemaProvider } from "@/builder/schema";
import type { ChartHandle } from "@/charts/Chart";
import { LOCAL_ZONE } from "@/format/times";
import { useAddress } from "@/question/address";
import { Page, Panel } from "@/shell/Page";
import { Empty, ProblemNotice, Waiting } from "@/shell/states";
import { AnswerNote } from "./AnswerNote";
import { AnswerView } from "./AnswerView";
import { Builder } from "./Builder";
import classes from "./Explore.module.css";
import { Share } from "./Share";
import { askable, CODEC, type Explored, type View } from "./state";

const VIEW_NAMES: { value: View; label: string; icon: typeof IconChartLine }[] = [
  { value: "line", label: "Line", icon: IconChartLine },
  { value: "area", label: "Area", icon: IconChartArea },
  { value: "bar", label: "Bar", icon: IconChartBar },
  { value: "table", label: "Table", icon: IconTable },
  { value: "number", label: "Number", icon: IconNumber123 },
];

/** Ask a question by clicking. The address holds all of it. */
export function ExplorePage() {
  return (
    <SchemaProvider>
      <Explore />
    </SchemaProvider>
  );
}

function Explore() {
  const [state, setState] = useAddress(CODEC);
  const { question, view, off } = state;
  const chart = useRef<ChartHandle>(null);
  const [zoomedFrom, setZoomedFrom] = useState<Explored["question"] | null>(null);
  const asked = askable(question);
  const [settled] = useDebouncedValue(asked === null ? null : JSON.stringify(asked), 250);
  const answer = useAnswer(settled === null ? null : JSON.parse(settled));
  const zone = question.timezone ?? LOCAL_ZONE;

  const change = (part: Partial<Explored["question"]>) =>
    setState({ ...state, question: { ...question, ...part } as Explored["question"] });

  const zoom = (from: string, to: string) => {
    setZoomedFrom((before) => before ?? question);
    change({ from, to });
  };

  return (
    <Page
      title="Explore"
      about="Ask a question, see the answer, share the link"
      actions={
        <>
          <RangeInput
            value={question}
            zone={zone}
            onChange={(range) => {
              setZoomedFrom(null);
              change({ from: range.from, to: range.to });
            }}
            onZone={(timezone) => change({ timezone })}
          />
          <Share question={asked} answer={answer.data} chart={chart} view={view} />
        </>
      }
    >
      <div className={classes.layout}>
        <Panel className={classes.builder}>
          <Builder state={state} onChange={setState} />
        </Panel>
        <Panel
          className={classes.answer}
          title="Answer"
          note={<AnswerNote answer={answer.data} tookMs={answer.tookMs} loading={answer.loading} />}
          actions={
            <SegmentedControl
              size="xs"
              aria-label="View"
              value={view}
              onChange={(next) => setState({ ...state, view: next as View })}
              data={VIEW_NAMES.filter(
                (each) => question.kind === "trend" || each.value === "bar" || each.value === "table",
              ).map((each) => ({
                value: each.value,
                label: (
                  <span className={classes.view} title={each.label}>
                    <each.icon size="0.9375rem" stroke={1.6} aria-hidden />
                    <span className={classes.viewName}>{each.label}</span>
                  </span>
                ),
              }))}
            />
          }
        >
          {answer.problem !== undefined && <ProblemNotice problem={answer.problem} onRetry={answer.reload} />}
          {answer.data === undefined ? (
            answer.problem === undefined &&
            (asked === null ? (
              <Empty title="The question is not complete">
                Choose what to measure, and for a top list what to break it down by.
              </Empty>
            ) : (
              <Waiting height="26rem" />
            ))
          ) : (
            <AnswerView
              answer={answer.data}
              question={JSON.parse(settled ?? "{}")}
              view={view}
              off={off}
              onOff={(next) => setState({ ...state, off: next })}
              onZoom={zoom}
              onUnzoom={
                zoomedFrom === null
                  ? undefined
                  : () => {
                      setZoomedFrom(null);
                      change({ from: zoomedFrom.from, to: zoomedFrom.to });
                    }
              }
              chart={chart}
            />
          )}
        </Panel>
      </div>
    </Page>
  );
}

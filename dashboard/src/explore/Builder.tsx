"use client";

import { Checkbox, NumberInput, SegmentedControl, Select, TextInput } from "@mantine/core";
import { KINDS } from "@/api/kinds";
import { BreakdownInput } from "@/builder/BreakdownInput";
import classes from "@/builder/builder.module.css";
import { EventsInput } from "@/builder/EventsInput";
import { FiltersInput } from "@/builder/FiltersInput";
import { MeasuresInput } from "@/builder/MeasuresInput";
import { INTERVALS, type Interval, type TrendQuestion } from "@/question/model";
import { asKind, type Explored, type ExploreQuestion, knows } from "./state";

const INTERVAL_NAMES: Record<Interval, string> = {
  second: "Second",
  minute: "Minute",
  "15m": "15 minutes",
  hour: "Hour",
  day: "Day",
  week: "Week",
  month: "Month",
  none: "The whole range",
};

const AUTOMATIC = "automatic";

/** The question, one part after the other. */
export function Builder({ state, onChange }: { state: Explored; onChange(state: Explored): void }) {
  const { question } = state;
  const change = (part: Partial<ExploreQuestion>) =>
    onChange({ ...state, question: { ...question, ...part } as ExploreQuestion });
  return (
    <div className={classes.panel}>
      {KINDS.includes("top") && (
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="Kind of question"
          value={question.kind}
          onChange={(kind) =>
            onChange({
              ...state,
              question: asKind(question, kind as "trend" | "top"),
              view: kind === "top" ? "bar" : "line",
              off: [],
            })
          }
          data={[
            { value: "trend", label: "Trend" },
            { value: "top", label: "Top" },
          ]}
        />
      )}
      <EventsInput value={question.events} onChange={(events) => change({ events })} />
      <MeasuresInput
        value={question.measures ?? ["count"]}
        onChange={(measures) => change({ measures })}
        events={question.events}
        letters={knows("formula") && question.kind === "trend"}
      />
      <FiltersInput value={question.where} onChange={(where) => change({ where })} events={question.events} />
      <BreakdownInput
        value={question.by}
        onChange={(by) => change({ by })}
        events={question.events}
        most={question.kind === "top" ? 3 : 5}
      />
      {(question.by ?? []).length > 0 && (
        <NumberInput
          label="Groups to show"
          size="xs"
          min={1}
          max={100}
          clampBehavior="strict"
          value={question.limit ?? 10}
          onChange={(limit) => change({ limit: Number(limit) || undefined })}
        />
      )}
      {question.kind === "trend" && <TrendParts question={question} onChange={change} />}
    </div>
  );
}

function TrendParts({
  question,
  onChange,
}: {
  question: TrendQuestion;
  onChange(part: Partial<TrendQuestion>): void;
}) {
  return (
    <>
      <Select
        label="Interval"
        size="xs"
        data={[
          { value: AUTOMATIC, label: "Automatic" },
          ...INTERVALS.map((value) => ({ value, label: INTERVAL_NAMES[value] })),
        ]}
        value={question.every ?? AUTOMATIC}
        allowDeselect={false}
        onChange={(every) => onChange({ every: every === AUTOMATIC ? undefined : (every as Interval) })}
      />
      {knows("formula") && (
        <TextInput
          label="Formula"
          size="xs"
          placeholder="a / b * 100"
          description="Letters are the measures in their order"
          value={question.formula ?? ""}
          onChange={(event) => onChange({ formula: event.currentTarget.value || undefined })}
        />
      )}
      {knows("compare") && (
        <Checkbox
          label="Compare with the period before"
          size="xs"
          checked={question.compare === "previous"}
          onChange={(event) => onChange({ compare: event.currentTarget.checked ? "previous" : undefined })}
        />
      )}
      {knows("cumulative") && (
        <Checkbox
          label="Add up over time"
          size="xs"
          checked={question.cumulative === true}
          onChange={(event) => onChange({ cumulative: event.currentTarget.checked || undefined })}
        />
      )}
      {knows("moving_average") && (
        <NumberInput
          label="Moving average"
          size="xs"
          placeholder="Off"
          suffix=" buckets"
          min={2}
          max={100}
          value={question.moving_average ?? ""}
          onChange={(value) => onChange({ moving_average: Number(value) > 1 ? Number(value) : undefined })}
        />
      )}
    </>
  );
}

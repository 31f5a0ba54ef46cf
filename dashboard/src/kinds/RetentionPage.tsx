"use client";

import { NumberInput, SegmentedControl } from "@mantine/core";
import classes from "@/builder/builder.module.css";
import { completeOnly, FiltersInput } from "@/builder/FiltersInput";
import { type RetentionQuestion, withoutNothing } from "@/question/model";
import { questionCodec } from "./codec";
import { KindPage } from "./KindPage";
import { completeSteps, StepInput } from "./StepsInput";

const CODEC = questionCodec<RetentionQuestion>({
  kind: "retention",
  every: "day",
  first: "signed_up",
  return: "feature_used",
  cohort: "first_time",
  mode: "exact",
  periods: 7,
  from: "-14d",
});

/** Who comes back, by when they came first. */
export function RetentionPage() {
  return (
    <KindPage<RetentionQuestion>
      title="Retention"
      about="Who comes back, and for how long"
      codec={CODEC}
      askable={askable}
      incomplete="Choose the event that people begin with, and the one that says that they are back."
      height={(answer) =>
        `${Math.min(44, Math.max(10, 3 + 2 * new Set(answer.rows.map((row) => row[0])).size))}rem`
      }
      builder={(question, change) => (
        <>
          <div>
            <div className={classes.label}>They begin with</div>
            <StepInput value={question.first} label="First event" onChange={(first) => change({ first })} />
          </div>
          <div>
            <div className={classes.label}>They are back with</div>
            <StepInput
              value={question.return}
              label="Return event"
              onChange={(step) => change({ return: step })}
            />
          </div>
          <Choice
            name="Every"
            value={question.every ?? "day"}
            options={{ day: "Day", week: "Week", month: "Month" }}
            onChange={(every) => change({ every: every as RetentionQuestion["every"] })}
          />
          <Choice
            name="Cohorts of"
            value={question.cohort ?? "first_time"}
            options={{ first_time: "First time ever", recurring: "Every time" }}
            onChange={(cohort) => change({ cohort: cohort as RetentionQuestion["cohort"] })}
          />
          <Choice
            name="Back"
            value={question.mode ?? "exact"}
            options={{ exact: "In that period", rolling: "Then or later" }}
            onChange={(mode) => change({ mode: mode as RetentionQuestion["mode"] })}
          />
          <NumberInput
            label="Periods"
            size="xs"
            min={1}
            max={60}
            value={question.periods ?? 12}
            onChange={(periods) => change({ periods: Number(periods) || undefined })}
          />
          <FiltersInput value={question.where} onChange={(where) => change({ where })} />
        </>
      )}
    />
  );
}

function askable(question: RetentionQuestion): RetentionQuestion | null {
  const [first] = completeSteps([question.first ?? ""]);
  const [back] = completeSteps([question.return ?? ""]);
  return first === undefined || back === undefined
    ? null
    : withoutNothing({ ...question, first, return: back, where: completeOnly(question.where) });
}

export function Choice({
  name,
  value,
  options,
  onChange,
}: {
  name: string;
  value: string;
  options: Record<string, string>;
  onChange(value: string): void;
}) {
  return (
    <div>
      <div className={classes.label}>{name}</div>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={name}
        value={value}
        onChange={onChange}
        data={Object.entries(options).map(([each, label]) => ({ value: each, label }))}
      />
    </div>
  );
}

"use client";

import { ActionIcon, Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconFilter, IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import classes from "@/builder/builder.module.css";
import { EventInput } from "@/builder/EventsInput";
import { completeOnly, FiltersInput } from "@/builder/FiltersInput";
import type { Step } from "@/question/model";
import steps from "./kinds.module.css";

export type AnyStep = string | Step;

export function eventOf(step: AnyStep | undefined): string {
  if (step === undefined) {
    return "";
  }
  return typeof step === "string" ? step : (step.event ?? step.events?.[0] ?? "");
}

const whereOf = (step: AnyStep | undefined) => (typeof step === "object" ? (step.where ?? []) : []);

function stepOf(event: string, where: Step["where"]): AnyStep {
  return where === undefined || where.length === 0 ? event : { event, where };
}

/** Steps that name an event, without conditions that are still being written. */
export function completeSteps(list: readonly AnyStep[]): AnyStep[] {
  return list
    .filter((step) => eventOf(step) !== "")
    .map((step) =>
      typeof step === "string" || step.events !== undefined
        ? step
        : stepOf(eventOf(step), completeOnly(whereOf(step))),
    );
}

/** One event, perhaps with conditions. */
export function StepInput({
  value,
  onChange,
  label,
  children,
}: {
  value: AnyStep | undefined;
  onChange(step: AnyStep): void;
  label: string;
  children?: React.ReactNode;
}) {
  const where = whereOf(value);
  const [filtering, setFiltering] = useState(where.length > 0);
  return (
    <div>
      <div className={steps.step}>
        <EventInput
          value={eventOf(value)}
          onChange={(event) => onChange(stepOf(event, where))}
          label={label}
        />
        <ActionIcon
          variant={where.length > 0 ? "light" : "subtle"}
          color={where.length > 0 ? undefined : "gray"}
          size="sm"
          aria-label={`Filter ${label.toLowerCase()}`}
          aria-expanded={filtering}
          onClick={() => setFiltering(!filtering)}
        >
          <IconFilter size="0.875rem" />
        </ActionIcon>
        {children}
      </div>
      {filtering && (
        <div className={steps.stepFilters}>
          <FiltersInput
            label={`Filters of ${label.toLowerCase()}`}
            value={where}
            events={[eventOf(value)]}
            onChange={(next) => onChange(stepOf(eventOf(value), next))}
          />
        </div>
      )}
    </div>
  );
}

const MOST_STEPS = 20;

/** Steps in their order. */
export function StepsInput({ value, onChange }: { value: AnyStep[]; onChange(list: AnyStep[]): void }) {
  const move = (index: number, by: number) => {
    const next = [...value];
    const [step] = next.splice(index, 1);
    if (step !== undefined) {
      next.splice(index + by, 0, step);
      onChange(next);
    }
  };
  return (
    <fieldset className={classes.filters}>
      <legend className={classes.label}>Steps</legend>
      {value.map((step, index) => (
        <div key={index} className={steps.numbered}>
          <span className={classes.letter}>{index + 1}</span>
          <StepInput
            value={step}
            label={`Step ${index + 1}`}
            onChange={(next) => onChange(value.map((each, at) => (at === index ? next : each)))}
          >
            <ActionIcon
              variant="subtle"
              color="gray"
              size="xs"
              aria-label={`Move step ${index + 1} up`}
              disabled={index === 0}
              onClick={() => move(index, -1)}
            >
              <IconArrowUp size="0.8125rem" />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="xs"
              aria-label={`Move step ${index + 1} down`}
              disabled={index === value.length - 1}
              onClick={() => move(index, 1)}
            >
              <IconArrowDown size="0.8125rem" />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="xs"
              aria-label={`Remove step ${index + 1}`}
              disabled={value.length <= 2}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            >
              <IconX size="0.8125rem" />
            </ActionIcon>
          </StepInput>
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size="0.875rem" />}
        disabled={value.length >= MOST_STEPS}
        onClick={() => onChange([...value, ""])}
      >
        Add a step
      </Button>
    </fieldset>
  );
}

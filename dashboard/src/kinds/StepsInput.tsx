"use client";

import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconDotsVertical,
  IconFilter,
  IconPlus,
  IconX,
} from "@tabler/icons-react";
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
          size="1.5rem"
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
            <StepMenu
              name={`Step ${index + 1}`}
              onUp={index === 0 ? undefined : () => move(index, -1)}
              onDown={index === value.length - 1 ? undefined : () => move(index, 1)}
              onRemove={value.length <= 2 ? undefined : () => onChange(value.filter((_, at) => at !== index))}
            />
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

/** What can be done with a step; what cannot is left out. */
function StepMenu({
  name,
  onUp,
  onDown,
  onRemove,
}: {
  name: string;
  onUp?: () => void;
  onDown?: () => void;
  onRemove?: () => void;
}) {
  return (
    <Menu position="bottom-end" width={150} shadow="md">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="1.5rem"
          aria-label={`What to do with ${name.toLowerCase()}`}
        >
          <IconDotsVertical size="0.875rem" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onUp !== undefined && (
          <Menu.Item leftSection={<IconArrowUp size="1rem" stroke={1.6} />} onClick={onUp}>
            Move up
          </Menu.Item>
        )}
        {onDown !== undefined && (
          <Menu.Item leftSection={<IconArrowDown size="1rem" stroke={1.6} />} onClick={onDown}>
            Move down
          </Menu.Item>
        )}
        {onRemove !== undefined && (
          <Menu.Item color="red" leftSection={<IconX size="1rem" stroke={1.6} />} onClick={onRemove}>
            Remove
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

"use client";

import { ActionIcon, Autocomplete, Button, Select } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import classes from "./builder.module.css";
import { useSchema } from "./schema";

interface Measure {
  of: string;
  property: string;
}

const ALONE = new Set(["count", "uniques", "per_user"]);
const NAMES: { value: string; label: string }[] = [
  { value: "count", label: "Events" },
  { value: "uniques", label: "People" },
  { value: "per_user", label: "Events a person" },
  { value: "uniques()", label: "Different values of" },
  { value: "sum", label: "Sum of" },
  { value: "avg", label: "Average of" },
  { value: "median", label: "Median of" },
  { value: "p75", label: "75th percentile of" },
  { value: "p90", label: "90th percentile of" },
  { value: "p95", label: "95th percentile of" },
  { value: "p99", label: "99th percentile of" },
  { value: "min", label: "Smallest" },
  { value: "max", label: "Largest" },
];

export function measureOf(text: string): Measure {
  const match = /^(\w+)\((.*)\)$/.exec(text);
  if (match === null) {
    return { of: text, property: "" };
  }
  const [, name = "", property = ""] = match;
  return { of: name === "uniques" ? "uniques()" : name, property };
}

export function textOfMeasure({ of, property }: Measure): string {
  if (ALONE.has(of)) {
    return of;
  }
  return `${of === "uniques()" ? "uniques" : of}(${property})`;
}

export function isCompleteMeasure(text: string): boolean {
  const { of, property } = measureOf(text);
  return ALONE.has(of) || property !== "";
}

/** How a person calls a measure. */
export function measureName(text: string): string {
  const { of, property } = measureOf(text);
  const label = NAMES.find((name) => name.value === of)?.label;
  if (label === undefined) {
    return text;
  }
  return property === "" ? label : `${label} ${property}`;
}

/** What is counted. Each has a letter, which a formula calls it by. */
export function MeasuresInput({
  value,
  onChange,
  events,
  letters = false,
}: {
  value: string[];
  onChange(measures: string[]): void;
  events?: string[];
  letters?: boolean;
}) {
  const schema = useSchema();
  const set = (index: number, measure: Measure) =>
    onChange(value.map((each, at) => (at === index ? textOfMeasure(measure) : each)));
  return (
    <fieldset className={classes.filters}>
      <legend className={classes.label}>Measures</legend>
      {value.map((text, index) => {
        const measure = measureOf(text);
        const name = `Measure ${index + 1}`;
        return (
          <div key={index} className={classes.measure}>
            {letters && value.length > 1 && (
              <span className={classes.letter}>{String.fromCharCode(97 + index)}</span>
            )}
            <Select
              size="xs"
              aria-label={name}
              data={NAMES}
              value={measure.of}
              allowDeselect={false}
              onChange={(of) => set(index, { of: of ?? "count", property: measure.property })}
              comboboxProps={{ width: 190, position: "bottom-start" }}
            />
            {!ALONE.has(measure.of) && (
              <Autocomplete
                size="xs"
                aria-label={`${name}: property`}
                placeholder="Property"
                data={schema
                  .propertiesOf(events)
                  .filter((property) => measure.of === "uniques()" || property.type === "number")
                  .map((property) => property.name)}
                value={measure.property}
                onChange={(property) => set(index, { of: measure.of, property })}
              />
            )}
            {value.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`Remove ${name.toLowerCase()}`}
                onClick={() => onChange(value.filter((_, at) => at !== index))}
              >
                <IconX size="0.875rem" />
              </ActionIcon>
            )}
          </div>
        );
      })}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size="0.875rem" />}
        onClick={() => onChange([...value, value.includes("uniques") ? "per_user" : "uniques"])}
      >
        Add a measure
      </Button>
    </fieldset>
  );
}

"use client";

import { ActionIcon, Autocomplete, Button, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { AnyOf, Condition, Operator, Test, Value } from "@/question/model";
import classes from "./builder.module.css";
import { useSchema } from "./schema";

const WORDS: Record<Operator, string> = {
  "=": "is",
  "!=": "is not",
  ">": "above",
  ">=": "at least",
  "<": "below",
  "<=": "at most",
  contains: "contains",
  starts_with: "starts with",
  in: "is one of",
  set: "is set",
  unset: "is not set",
};

const FOR_NUMBERS: Operator[] = ["=", "!=", ">", ">=", "<", "<=", "set", "unset"];
const FOR_TEXTS: Operator[] = ["=", "!=", "contains", "starts_with", "set", "unset"];
const WITHOUT_VALUE: Operator[] = ["set", "unset"];

export const isTest = (condition: Condition): condition is Test => "property" in condition;
const isAny = (condition: Condition): condition is AnyOf => "any" in condition;

/** A condition that says enough to be asked. */
export function isComplete(condition: Condition): boolean {
  if (!isTest(condition)) {
    const inner = isAny(condition) ? condition.any : condition.all;
    return inner.length > 0 && inner.every(isComplete);
  }
  if (condition.property === "") {
    return false;
  }
  const { value } = condition;
  return (
    WITHOUT_VALUE.includes(condition.op) ||
    (value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0))
  );
}

/** Without the conditions that are still being written. */
export function completeOnly(where: Condition[] | undefined): Condition[] | undefined {
  return where?.filter(isComplete);
}

interface Props {
  value: Condition[] | undefined;
  onChange(where: Condition[]): void;
  events?: string[];
  label?: string;
}

/** Conditions that all must hold; each may be a choice of several. */
export function FiltersInput({ value = [], onChange, events, label = "Filters" }: Props) {
  const set = (index: number, condition: Condition | null) =>
    onChange(
      condition === null
        ? value.filter((_, at) => at !== index)
        : value.map((each, at) => (at === index ? condition : each)),
    );
  return (
    <fieldset className={classes.filters}>
      <legend className={classes.label}>{label}</legend>
      {value.map((condition, index) => (
        <ConditionInput
          key={index}
          condition={condition}
          events={events}
          onChange={(next) => set(index, next)}
          name={`${label} ${index + 1}`}
        />
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size="0.875rem" />}
        onClick={() => onChange([...value, { property: "", op: "=" }])}
      >
        Add a filter
      </Button>
    </fieldset>
  );
}

function ConditionInput({
  condition,
  onChange,
  events,
  name,
}: {
  condition: Condition;
  onChange(condition: Condition | null): void;
  events?: string[];
  name: string;
}) {
  if (isTest(condition)) {
    return (
      <div>
        <TestInput test={condition} onChange={onChange} events={events} name={name} />
        {isComplete(condition) && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            onClick={() => onChange({ any: [condition, { property: condition.property, op: "=" }] })}
          >
            or …
          </Button>
        )}
      </div>
    );
  }
  const inner = isAny(condition) ? condition.any : condition.all;
  const put = (next: Condition[]) => {
    const [only] = next;
    if (next.length === 0) {
      onChange(null);
    } else if (next.length === 1 && only !== undefined) {
      onChange(only);
    } else {
      onChange(isAny(condition) ? { any: next } : { all: next });
    }
  };
  return (
    <div className={classes.choice}>
      {inner.map((each, index) => (
        <div key={index}>
          {index > 0 && <span className={classes.or}>{isAny(condition) ? "or" : "and"}</span>}
          {isTest(each) ? (
            <TestInput
              test={each}
              events={events}
              name={`${name}, choice ${index + 1}`}
              onChange={(next) =>
                put(
                  next === null
                    ? inner.filter((_, at) => at !== index)
                    : inner.map((other, at) => (at === index ? next : other)),
                )
              }
            />
          ) : (
            <code>{JSON.stringify(each)}</code>
          )}
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        onClick={() => put([...inner, { property: "", op: "=" }])}
      >
        or …
      </Button>
    </div>
  );
}

function TestInput({
  test,
  onChange,
  events,
  name,
}: {
  test: Test;
  onChange(test: Test | null): void;
  events?: string[];
  name: string;
}) {
  const schema = useSchema();
  const known = schema.property(test.property);
  const numeric = known?.type === "number";
  const operators = numeric ? FOR_NUMBERS : FOR_TEXTS;
  const offered = operators.includes(test.op) ? operators : [...operators, test.op];
  return (
    <div className={classes.test}>
      <Autocomplete
        size="xs"
        aria-label={`${name}: property`}
        placeholder="Property"
        data={schema.propertiesOf(events).map((property) => property.name)}
        value={test.property}
        onChange={(property) => onChange({ ...test, property })}
        maxDropdownHeight={260}
      />
      <Select
        size="xs"
        aria-label={`${name}: operator`}
        data={offered.map((op) => ({ value: op, label: WORDS[op] }))}
        value={test.op}
        allowDeselect={false}
        onChange={(op) => onChange(withOperator(test, (op ?? "=") as Operator))}
        comboboxProps={{ width: 130, position: "bottom-start" }}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={`Remove ${name}`}
        onClick={() => onChange(null)}
      >
        <IconX size="0.875rem" />
      </ActionIcon>
      {!WITHOUT_VALUE.includes(test.op) && (
        <div className={classes.value}>
          <ValueInput
            test={test}
            numeric={numeric}
            suggestions={known?.values ?? []}
            label={`${name}: value`}
            onChange={(value) => onChange({ ...test, value })}
          />
        </div>
      )}
    </div>
  );
}

function withOperator(test: Test, op: Operator): Test {
  return WITHOUT_VALUE.includes(op) ? { property: test.property, op } : { ...test, op };
}

function ValueInput({
  test,
  numeric,
  suggestions,
  label,
  onChange,
}: {
  test: Test;
  numeric: boolean;
  suggestions: string[];
  label: string;
  onChange(value: Value | Value[]): void;
}) {
  if (numeric && !Array.isArray(test.value)) {
    return (
      <NumberInput
        size="xs"
        aria-label={label}
        placeholder="Number"
        value={typeof test.value === "number" ? test.value : ""}
        onChange={(value) => onChange(value === "" ? "" : Number(value))}
        hideControls
      />
    );
  }
  if (test.op === "=" || test.op === "!=" || test.op === "in") {
    const values = test.value === undefined ? [] : Array.isArray(test.value) ? test.value : [test.value];
    return (
      <TagsInput
        size="xs"
        aria-label={label}
        placeholder={values.length === 0 ? "Values" : ""}
        data={suggestions}
        value={values.map(String)}
        onChange={(next) => onChange(next)}
        acceptValueOnBlur
        maxDropdownHeight={260}
      />
    );
  }
  return (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder="Text"
      value={test.value === undefined ? "" : String(test.value)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

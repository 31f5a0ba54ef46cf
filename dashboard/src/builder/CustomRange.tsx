"use client";

import { Button } from "@mantine/core";
import { DateTimePicker } from "@mantine/dates";
import "@mantine/dates/styles.css";
import { useState } from "react";
import classes from "./builder.module.css";
import type { Range } from "./ranges";

const FORMAT = "YYYY-MM-DD HH:mm";

const absolute = (text: string | undefined): string | null =>
  text !== undefined && /^\d{4}-/.test(text) ? text.slice(0, 19).replace("T", " ") : null;

/** Two moments on a calendar, in the question's timezone. */
export default function CustomRange({ value, onChoose }: { value: Range; onChoose(range: Range): void }) {
  const [from, setFrom] = useState<string | null>(absolute(value.from));
  const [to, setTo] = useState<string | null>(absolute(value.to));
  return (
    <div className={classes.moments}>
      <DateTimePicker
        label="From"
        size="xs"
        valueFormat={FORMAT}
        placeholder="Beginning"
        value={from}
        onChange={setFrom}
        popoverProps={{ withinPortal: false }}
        clearable
      />
      <DateTimePicker
        label="To"
        size="xs"
        valueFormat={FORMAT}
        placeholder="Now"
        value={to}
        onChange={setTo}
        minDate={from ?? undefined}
        popoverProps={{ withinPortal: false }}
        clearable
      />
      <Button
        size="xs"
        variant="light"
        disabled={from === null}
        onClick={() => onChoose({ from: local(from), to: local(to) })}
      >
        Use this range
      </Button>
    </div>
  );
}

/** Without an offset a question reads a time in its own timezone. */
function local(text: string | null): string | undefined {
  return text === null ? undefined : text.replace(" ", "T").slice(0, 19);
}

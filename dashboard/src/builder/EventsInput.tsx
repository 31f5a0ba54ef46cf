"use client";

import { Autocomplete, TagsInput } from "@mantine/core";
import { compact } from "@/format/numbers";
import { useSchema } from "./schema";

/** Names of events; none means all. A name that was never seen can be typed. */
export function EventsInput({
  value,
  onChange,
  label = "Events",
}: {
  value: string[] | undefined;
  onChange(events: string[]): void;
  label?: string;
}) {
  const { events } = useSchema();
  const counts = new Map(events.map((event) => [event.name, event.count]));
  return (
    <TagsInput
      label={label}
      size="xs"
      placeholder={value?.length ? "" : "All events"}
      data={events.map((event) => event.name)}
      value={value ?? []}
      onChange={onChange}
      clearable
      clearButtonProps={{ "aria-label": `Clear ${label.toLowerCase()}` }}
      acceptValueOnBlur
      maxDropdownHeight={260}
      renderOption={({ option }) => (
        <span style={{ display: "flex", width: "100%", justifyContent: "space-between", gap: "0.5rem" }}>
          <span>{option.value}</span>
          <span style={{ color: "var(--quiet)" }}>{compact(counts.get(option.value) ?? 0)}</span>
        </span>
      )}
    />
  );
}

/** The name of one event. */
export function EventInput({
  value,
  onChange,
  label,
  placeholder = "Choose an event",
}: {
  value: string;
  onChange(event: string): void;
  label: string;
  placeholder?: string;
}) {
  const { events } = useSchema();
  return (
    <Autocomplete
      aria-label={label}
      size="xs"
      placeholder={placeholder}
      data={events.map((event) => event.name)}
      value={value}
      onChange={onChange}
      maxDropdownHeight={260}
      style={{ flex: 1, minWidth: 0 }}
    />
  );
}

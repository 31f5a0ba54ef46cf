"use client";

import { TagsInput } from "@mantine/core";
import { useSchema } from "./schema";

/** Properties whose values divide the answer. */
export function BreakdownInput({
  value,
  onChange,
  events,
  most = 3,
  label = "Break down by",
}: {
  value: string[] | undefined;
  onChange(by: string[]): void;
  events?: string[];
  most?: number;
  label?: string;
}) {
  const schema = useSchema();
  return (
    <TagsInput
      label={label}
      size="xs"
      placeholder={value?.length ? "" : "Nothing"}
      data={schema.propertiesOf(events).map((property) => property.name)}
      value={value ?? []}
      onChange={onChange}
      maxTags={most}
      clearable
      clearButtonProps={{ "aria-label": "Clear the breakdown" }}
      acceptValueOnBlur
      maxDropdownHeight={260}
    />
  );
}

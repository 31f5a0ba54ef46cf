"use client";

import { Button, Popover, Select } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendar } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { LOCAL_ZONE } from "@/format/times";
import { Waiting } from "@/shell/states";
import classes from "./builder.module.css";
import { PRESETS, type Range, rangeName } from "./ranges";

const CustomRange = lazy(() => import("./CustomRange"));

const ZONES: string[] = [...new Set([LOCAL_ZONE, "UTC", ...Intl.supportedValuesOf("timeZone")])];

/** The time that is asked about, and the timezone whose days count. */
export function RangeInput({
  value,
  zone,
  onChange,
  onZone,
}: {
  value: Range;
  zone: string;
  onChange(range: Range): void;
  onZone(zone: string): void;
}) {
  const [opened, { toggle, close, open }] = useDisclosure(false);
  const choose = (range: Range) => {
    onChange({ from: range.from, to: range.to });
    close();
  };
  return (
    <Popover
      opened={opened}
      onChange={(next) => (next ? open() : close())}
      position="bottom-end"
      shadow="md"
      trapFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconCalendar size="0.9375rem" stroke={1.6} />}
          onClick={toggle}
          aria-label={`Time range: ${rangeName(value, zone)}`}
        >
          {rangeName(value, zone)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.range}>
        <div className={classes.presets}>
          {PRESETS.map((preset) => (
            <Button
              key={preset.name}
              size="compact-xs"
              justify="flex-start"
              variant={rangeName(value, zone) === preset.name ? "light" : "subtle"}
              color={rangeName(value, zone) === preset.name ? undefined : "gray"}
              onClick={() => choose(preset)}
            >
              {preset.name}
            </Button>
          ))}
        </div>
        <div className={classes.custom}>
          <Suspense fallback={<Waiting height="8rem" />}>
            <CustomRange value={value} onChoose={choose} />
          </Suspense>
          <Select
            label="Timezone"
            size="xs"
            searchable
            data={ZONES}
            value={zone}
            allowDeselect={false}
            limit={60}
            onChange={(next) => onZone(next ?? LOCAL_ZONE)}
            comboboxProps={{ withinPortal: false }}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

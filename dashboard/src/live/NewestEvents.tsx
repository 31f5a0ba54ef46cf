"use client";

import { Button, ScrollArea, TextInput } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconSearch } from "@tabler/icons-react";
import Link from "next/link";
import { useState } from "react";
import type { StoredEvent } from "@/api/client";
import { time } from "@/format/times";
import { Panel } from "@/shell/Page";
import { Empty, Waiting } from "@/shell/states";
import classes from "./LivePage.module.css";

/** Whether every word of the filter is somewhere in the event. */
export function matches(event: StoredEvent, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return true;
  }
  const text = `${event.name} ${event.user} ${JSON.stringify(event.properties ?? {})}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Events as they arrive, newest first. */
export function NewestEvents({ events }: { events: StoredEvent[] | undefined }) {
  const [filter, setFilter] = useState("");
  const [held, setHeld] = useState<StoredEvent[] | null>(null);
  const shown = (held ?? events)?.filter((event) => matches(event, filter));
  const paused = held !== null;
  return (
    <Panel
      title="Newest events"
      flush
      className={classes.newest}
      actions={
        <Button
          size="compact-xs"
          variant="default"
          disabled={events === undefined}
          leftSection={paused ? <IconPlayerPlay size="0.875rem" /> : <IconPlayerPause size="0.875rem" />}
          onClick={() => setHeld(paused ? null : (events ?? null))}
        >
          {paused ? "Resume" : "Pause"}
        </Button>
      }
    >
      <div className={classes.filter}>
        <TextInput
          size="xs"
          aria-label="Filter the newest events"
          placeholder="Filter by name, person or property"
          leftSection={<IconSearch size="0.875rem" aria-hidden />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      </div>
      <ScrollArea
        h="22rem"
        type="auto"
        viewportProps={{ tabIndex: 0, role: "region", "aria-label": "Newest events" }}
        data-testid="newest"
      >
        {shown === undefined ? (
          <div style={{ padding: "0.5rem 0.875rem" }}>
            <Waiting height="18rem" />
          </div>
        ) : shown.length === 0 ? (
          <Empty title={filter === "" ? "No events yet" : "No event matches the filter"} />
        ) : (
          shown.map((event) => <Line key={`${event.id}`} event={event} />)
        )}
      </ScrollArea>
    </Panel>
  );
}

function Line({ event }: { event: StoredEvent }) {
  return (
    <div className={classes.event}>
      <time dateTime={event.time}>{time(event.time ?? "", "clock")}</time>
      <span>
        <b>{event.name}</b>{" "}
        <Link href={`/people?person=${encodeURIComponent(event.user ?? "")}`} prefetch={false}>
          {event.user}
        </Link>
      </span>
      <span className={classes.properties}>
        {Object.entries(event.properties ?? {}).map(([name, value], index) => (
          <span key={name}>
            {index > 0 && " · "}
            {name} <i>{typeof value === "object" ? JSON.stringify(value) : String(value)}</i>
          </span>
        ))}
      </span>
    </div>
  );
}

"use client";

import { Button, Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconInbox } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Connection } from "@/api/useLive";
import { time } from "@/format/times";
import classes from "./states.module.css";

interface Told {
  message: string;
  hint?: string;
}

/** What went wrong and what to do about it, in words. */
export function ProblemNotice({ problem, onRetry }: { problem: Told; onRetry?: () => void }) {
  return (
    <div role="alert" className={classes.problem}>
      <IconAlertTriangle size="1.1rem" stroke={1.7} aria-hidden />
      <div>
        <b>{sentence(problem.message)}</b>
        {problem.hint !== undefined && <p>{sentence(problem.hint)}</p>}
      </div>
      {onRetry !== undefined && (
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** The server speaks in phrases; a page speaks in sentences. */
export function sentence(phrase: string): string {
  const trimmed = phrase.trim();
  if (trimmed === "") {
    return "";
  }
  const start = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}

export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <IconInbox size="1.75rem" stroke={1.3} aria-hidden />
      <b>{title}</b>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}

/** Holds the place of something that is being loaded. */
export function Waiting({ height }: { height: number | string }) {
  return <Skeleton height={height} radius="sm" role="progressbar" aria-label="Loading" />;
}

/** Whether what is shown is of now, and if not, of when it is. */
export function ConnectionState({
  connection,
  paused = false,
}: {
  connection: Connection;
  paused?: boolean;
}) {
  const [state, label] = paused ? (["paused", "Paused"] as const) : told(connection);
  return (
    <output className={classes.connection} data-state={state} aria-live="polite">
      <span className={classes.dot} aria-hidden />
      {label}
    </output>
  );
}

function told(connection: Connection): ["live" | "connecting" | "stale", string] {
  switch (connection.state) {
    case "live":
      return ["live", "Live"];
    case "connecting":
      return ["connecting", "Connecting"];
    case "stale":
      return [
        "stale",
        connection.since === 0 ? "Reconnecting" : `Reconnecting, as of ${time(connection.since, "clock")}`,
      ];
  }
}

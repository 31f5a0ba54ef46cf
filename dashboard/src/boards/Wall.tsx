"use client";

import { Button } from "@mantine/core";
import { useFullscreenDocument } from "@mantine/hooks";
import { IconArrowsMaximize, IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import type { Connection } from "@/api/useLive";
import { Mark } from "@/shell/Mark";
import { ConnectionState } from "@/shell/states";
import classes from "./Boards.module.css";

/** A board that fills the screen, for a wall that people look at from their desks. */
export function Wall({
  name,
  connection,
  onLeave,
  children,
}: {
  name: string;
  connection: Connection;
  onLeave?(): void;
  children: ReactNode;
}) {
  const { fullscreen, toggle } = useFullscreenDocument();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && document.fullscreenElement === null) {
        onLeave?.();
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [onLeave]);
  return (
    <div className={classes.wall} data-testid="wall">
      <header>
        <Mark size={28} />
        <h1>{name}</h1>
        <ConnectionState connection={connection} />
        {!fullscreen && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowsMaximize size="0.9375rem" />}
            onClick={() => void toggle()}
          >
            Full screen
          </Button>
        )}
        {onLeave !== undefined && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconX size="0.9375rem" />}
            onClick={() => {
              if (fullscreen) {
                void toggle();
              }
              onLeave();
            }}
          >
            Leave the wall
          </Button>
        )}
      </header>
      {children}
    </div>
  );
}

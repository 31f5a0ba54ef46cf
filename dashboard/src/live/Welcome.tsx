"use client";

import { Button } from "@mantine/core";
import Link from "next/link";
import { Panel } from "@/shell/Page";
import { Empty } from "@/shell/states";

/** A project without events: how to send the first one. */
export function Welcome() {
  return (
    <Panel>
      <Empty
        title="No events yet"
        action={
          <Button component={Link} href="/connect" prefetch={false} size="xs">
            Send the first event
          </Button>
        }
      >
        This page comes to life with the first event. Connect shows how to send it with curl, with a Segment
        library, or from Kafka.
      </Empty>
    </Panel>
  );
}

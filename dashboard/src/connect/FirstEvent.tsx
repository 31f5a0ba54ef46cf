"use client";

import { Button, Loader } from "@mantine/core";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { apiFor, dataOf, type StoredEvent } from "@/api/client";
import { type Problem, problemFrom } from "@/api/problem";
import { useLive } from "@/api/useLive";
import { duration } from "@/format/numbers";
import { time } from "@/format/times";
import { Panel } from "@/shell/Page";
import { ConnectionState, ProblemNotice } from "@/shell/states";
import classes from "./Connect.module.css";

/** Watches the stream and shows the first event that arrives while somebody waits for it. */
export function FirstEvent({ writeKey }: { writeKey: string }) {
  const live = useLive([], { events: true });
  const [since, setSince] = useState(() => Date.now());
  const [arrived, setArrived] = useState<StoredEvent | null>(null);
  const [problem, setProblem] = useState<Problem>();
  const [sending, setSending] = useState(false);

  useEffect(() => {
    const fresh = live.events?.find((event) => Date.parse(event.received ?? "") >= since);
    if (fresh !== undefined) {
      setArrived((before) => before ?? fresh);
    }
  }, [live.events, since]);

  const again = () => {
    setArrived(null);
    setSince(Date.now());
  };

  const send = async () => {
    setSending(true);
    setProblem(undefined);
    again();
    try {
      await dataOf(
        apiFor(writeKey).POST("/v1/events", {
          body: { event: "hello_millrace", user: "ada", properties: { sent_from: "connect" } },
        }),
      );
    } catch (thrown) {
      setProblem(problemFrom(thrown));
    } finally {
      setSending(false);
    }
  };

  return (
    <Panel title="3. See it arrive" actions={<ConnectionState connection={live.connection} />}>
      <div
        className={classes.arrival}
        aria-live="polite"
        data-testid="arrival"
        data-arrived={arrived !== null}
      >
        {arrived === null ? (
          <>
            <Loader size="sm" type="dots" aria-hidden />
            <div>
              <b>Waiting for an event</b>
              <p>Send one in any way, and it appears here as soon as it can be asked about.</p>
            </div>
          </>
        ) : (
          <>
            <IconCircleCheckFilled size="1.5rem" aria-hidden />
            <div>
              <b>
                {arrived.name} by {arrived.user}
              </b>
              <p>
                Received at {time(arrived.received ?? "", "clock")}
                {live.status !== undefined && `, queryable after ${duration(live.status.lag.seconds ?? 0)}`}
              </p>
              <pre>{JSON.stringify(arrived.properties ?? {}, null, 1)}</pre>
            </div>
          </>
        )}
      </div>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <div className={classes.buttons}>
        <Button size="xs" variant="light" onClick={send} loading={sending} disabled={writeKey === ""}>
          Send a test event
        </Button>
        {arrived !== null && (
          <>
            <Button size="xs" variant="default" onClick={again}>
              Wait for another
            </Button>
            <Button size="xs" variant="subtle" component={Link} href="/" prefetch={false}>
              Go to Live
            </Button>
          </>
        )}
      </div>
    </Panel>
  );
}

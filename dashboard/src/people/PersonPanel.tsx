"use client";

import { Button, CloseButton, Modal, Timeline } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDownload, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { type Problem, problemFrom } from "@/api/problem";
import { useLoaded } from "@/api/useAnswer";
import { download } from "@/explore/Share";
import { count } from "@/format/numbers";
import { ago, time } from "@/format/times";
import { Panel } from "@/shell/Page";
import { useSession } from "@/shell/session";
import { Empty, ProblemNotice, Waiting } from "@/shell/states";
import classes from "./People.module.css";
import { byDay, deletePerson, eventsOf, exportPerson, profileOf } from "./people";

const STEP = 50;
const MOST = 1_000;

/** One person: what is known of them, and what they did. */
export function PersonPanel({
  user,
  onClose,
  onDeleted,
}: {
  user: string;
  onClose(): void;
  onDeleted(): void;
}) {
  const { api, scope } = useSession();
  const [limit, setLimit] = useState(STEP);
  const [problem, setProblem] = useState<Problem>();
  const events = useLoaded(`${user} ${limit}`, (client, signal) => eventsOf(client, user, limit, signal));
  const profile = useLoaded(user, (client, signal) => profileOf(client, user, signal));
  const list = events.data ?? [];
  const properties = profile.data?.properties ?? {};
  const first = profile.data?.first;
  const admin = scope === "admin";

  const saveExport = async () => {
    try {
      const url = URL.createObjectURL(await exportPerson(api, user));
      download(`${user}.ndjson`, url);
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (thrown) {
      setProblem(problemFrom(thrown));
    }
  };

  return (
    <Panel
      title={user}
      note={profile.data === undefined ? undefined : `${count(profile.data.count)} events`}
      className={classes.person}
      actions={
        <div className={classes.actions}>
          {admin && (
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconDownload size="0.875rem" />}
              onClick={saveExport}
            >
              Export
            </Button>
          )}
          {admin && <DeleteButton user={user} onDeleted={onDeleted} onProblem={setProblem} />}
          <CloseButton size="sm" aria-label="Close the person" onClick={onClose} />
        </div>
      }
    >
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {events.problem !== undefined && <ProblemNotice problem={events.problem} onRetry={events.reload} />}
      <dl className={classes.facts}>
        {first !== undefined && <Fact name="First seen" value={time(first, "full")} />}
        {list[0]?.time !== undefined && <Fact name="Last seen" value={ago(list[0].time)} />}
        {(profile.data?.ids.length ?? 0) > 1 && (
          <Fact name="Also known as" value={profile.data?.ids.join(", ") ?? ""} />
        )}
        {Object.entries(properties).map(([name, value]) => (
          <Fact
            key={name}
            name={name}
            value={typeof value === "object" ? JSON.stringify(value) : String(value)}
          />
        ))}
      </dl>
      {events.data === undefined ? (
        <Waiting height="16rem" />
      ) : list.length === 0 ? (
        <Empty title="No events are kept of this person" />
      ) : (
        <div data-testid="timeline">
          {byDay(list, (at) => time(at, "weekday")).map(({ day, events: ofDay }) => (
            <section key={day}>
              <h3 className={classes.day}>{day}</h3>
              <Timeline bulletSize={9} lineWidth={1} active={-1} classNames={{ item: classes.event }}>
                {ofDay.map((event) => (
                  <Timeline.Item
                    key={event.id}
                    title={
                      <span className={classes.title}>
                        <span>{event.name}</span>
                        <time dateTime={event.time}>{time(event.time ?? "", "clock")}</time>
                      </span>
                    }
                  >
                    <span className={classes.properties}>
                      {Object.entries(event.properties ?? {})
                        .map(
                          ([name, value]) =>
                            `${name} ${typeof value === "object" ? JSON.stringify(value) : value}`,
                        )
                        .join(" · ")}
                    </span>
                  </Timeline.Item>
                ))}
              </Timeline>
            </section>
          ))}
          {list.length === limit && limit < MOST && (
            <Button
              size="xs"
              variant="default"
              mt="sm"
              loading={events.loading}
              onClick={() => setLimit((before) => Math.min(MOST, before * 2))}
            >
              Show older
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function DeleteButton({
  user,
  onDeleted,
  onProblem,
}: {
  user: string;
  onDeleted(): void;
  onProblem(problem: Problem): void;
}) {
  const { api } = useSession();
  const [opened, { open, close }] = useDisclosure(false);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await deletePerson(api, user);
      onDeleted();
    } catch (thrown) {
      onProblem(problemFrom(thrown));
    } finally {
      setBusy(false);
      close();
    }
  };
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        color="red"
        leftSection={<IconTrash size="0.875rem" />}
        onClick={open}
      >
        Delete
      </Button>
      <Modal opened={opened} onClose={close} title={`Delete ${user}?`} centered size="sm">
        <p className={classes.warning}>
          All events of this person are removed from every answer, for good. This cannot be undone.
        </p>
        <div className={classes.buttons}>
          <Button size="xs" variant="default" onClick={close}>
            Keep
          </Button>
          <Button size="xs" color="red" loading={busy} onClick={remove}>
            Delete for good
          </Button>
        </div>
      </Modal>
    </>
  );
}

"use client";

import { Button, CopyButton, PasswordInput, Tabs } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { dataOf } from "@/api/client";
import { useLoaded } from "@/api/useAnswer";
import { Page, Panel } from "@/shell/Page";
import { useSession } from "@/shell/session";
import { ProblemNotice, Waiting } from "@/shell/states";
import classes from "./Connect.module.css";
import { FirstEvent } from "./FirstEvent";
import { KeyList } from "./KeyList";
import { KEY_PLACEHOLDER, snippets } from "./snippets";

/** From nothing to the first event. */
export function ConnectPage() {
  const { scope } = useSession();
  const keys = useLoaded("keys", (api, signal) => dataOf(api.GET("/v1/keys", { signal })));
  const [typed, setTyped] = useState("");
  const known = keys.data?.keys.find((key) => key.scope === "write" && key.key !== undefined)?.key;
  const writeKey = typed.trim() || known || "";
  return (
    <Page title="Connect" about="Send events from anywhere that speaks HTTP, Segment or Kafka">
      {keys.problem !== undefined && <ProblemNotice problem={keys.problem} onRetry={keys.reload} />}
      <div className={classes.layout}>
        <div className={classes.column}>
          <Panel title="1. The write key" note="it can send events and do nothing else">
            {keys.data === undefined ? (
              <Waiting height="3rem" />
            ) : known === undefined ? (
              <PasswordInput
                label="Write key"
                description={
                  scope === "admin"
                    ? "This project has no write key. Add one to keys.yaml in the data folder."
                    : "A read key may not see it. Paste it here for the examples, or sign in with the admin key."
                }
                placeholder="mr_write_…"
                size="xs"
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                visibilityToggleButtonProps={{ "aria-label": "Show the write key" }}
              />
            ) : (
              <CopyLine text={known} label="the write key" />
            )}
          </Panel>
          <Panel title="2. Send an event">
            <Snippets writeKey={writeKey} />
          </Panel>
        </div>
        <div className={classes.column}>
          <FirstEvent writeKey={writeKey} />
          <KeyList keys={keys.data?.keys} />
        </div>
      </div>
    </Page>
  );
}

function Snippets({ writeKey }: { writeKey: string }) {
  const origin = typeof location === "undefined" ? "http://localhost:8080" : location.origin;
  const list = snippets(origin, writeKey || KEY_PLACEHOLDER);
  return (
    <Tabs defaultValue="curl" classNames={{ tab: classes.tab }}>
      <Tabs.List aria-label="Ways to send events">
        {list.map((snippet) => (
          <Tabs.Tab key={snippet.id} value={snippet.id}>
            {snippet.name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {list.map((snippet) => (
        <Tabs.Panel key={snippet.id} value={snippet.id} pt="sm">
          <p className={classes.language}>
            {snippet.language}
            {snippet.before !== undefined && (
              <>
                {" · "}
                <code>{snippet.before}</code>
              </>
            )}
          </p>
          <Code text={snippet.code} label={`the example for ${snippet.name}`} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

export function Code({ text, label }: { text: string; label: string }) {
  return (
    <div className={classes.code}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{text}</pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            size="compact-xs"
            variant="default"
            className={classes.copy}
            onClick={copy}
            aria-label={`Copy ${label}`}
            leftSection={copied ? <IconCheck size="0.875rem" /> : <IconCopy size="0.875rem" />}
          >
            {copied ? "Copied" : "Copy"}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

function CopyLine({ text, label }: { text: string; label: string }) {
  return (
    <div className={classes.line}>
      <PasswordInput
        aria-label={label}
        size="xs"
        readOnly
        value={text}
        visibilityToggleButtonProps={{ "aria-label": `Show ${label}` }}
      />
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" onClick={copy} aria-label={`Copy ${label}`}>
            {copied ? "Copied" : "Copy"}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

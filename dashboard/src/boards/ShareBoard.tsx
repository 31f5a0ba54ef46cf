"use client";

import { Button, CopyButton, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { dataOf } from "@/api/client";
import { type Problem, problemFrom } from "@/api/problem";
import { useSession } from "@/shell/session";
import { ProblemNotice } from "@/shell/states";
import classes from "./Boards.module.css";

/** The link that shows this board to people without a key, and how to take it back. */
export function ShareBoard({
  id,
  opened,
  onClose,
  shareKey,
  onChange,
}: {
  id: string;
  opened: boolean;
  onClose(): void;
  shareKey: string | undefined;
  onChange(key: string | undefined): void;
}) {
  const { api } = useSession();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const path = { params: { path: { id } } };
  const attempt = async (what: () => Promise<{ share_key?: string }>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      onChange((await what()).share_key);
    } catch (thrown) {
      setProblem(problemFrom(thrown));
    } finally {
      setBusy(false);
    }
  };
  const share = () => attempt(() => dataOf(api.POST("/v1/boards/{id}/share", path)));
  const unshare = () => attempt(() => dataOf(api.DELETE("/v1/boards/{id}/share", path)));
  const link = shareKey === undefined ? "" : `${location.origin}/shared#key=${shareKey}`;
  return (
    <Modal opened={opened} onClose={onClose} title="Share this board" centered>
      <div className={classes.form}>
        {shareKey === undefined ? (
          <p className={classes.text}>
            A link shows this board, live, to anyone who has it. It opens nothing else, and you can take it
            back at any time.
          </p>
        ) : (
          <div className={classes.linkLine}>
            <TextInput
              size="xs"
              readOnly
              aria-label="Link to the board"
              value={link}
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton value={link}>
              {({ copied, copy }) => (
                <Button size="xs" onClick={copy}>
                  {copied ? "Copied" : "Copy"}
                </Button>
              )}
            </CopyButton>
          </div>
        )}
        {problem !== undefined && <ProblemNotice problem={problem} />}
        <div className={classes.formButtons}>
          {shareKey === undefined ? (
            <Button size="xs" onClick={share} loading={busy}>
              Make a link
            </Button>
          ) : (
            <>
              <Button size="xs" variant="default" onClick={share} loading={busy}>
                Make a new link
              </Button>
              <Button size="xs" variant="default" color="red" onClick={unshare} loading={busy}>
                Take the link back
              </Button>
            </>
          )}
        </div>
      </div>
    </Modal>
  );
}

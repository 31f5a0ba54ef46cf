"use client";

import { Badge, Button, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { dataOf } from "@/api/client";
import { type Problem, problemFrom } from "@/api/problem";
import { useLoaded } from "@/api/useAnswer";
import { ago } from "@/format/times";
import { Page } from "@/shell/Page";
import { useSession } from "@/shell/session";
import { Empty, ProblemNotice, Waiting } from "@/shell/states";
import classes from "./Boards.module.css";
import { starterTiles } from "./starter";
import { useNameDialog } from "./useNameDialog";

/** The boards of the project. */
export function BoardList({ onOpen }: { onOpen(id: string): void }) {
  const { api } = useSession();
  const boards = useLoaded("boards", (client, signal) => dataOf(client.GET("/v1/boards", { signal })));
  const [problem, setProblem] = useState<Problem>();
  const [askName, dialog] = useNameDialog();

  const create = (tiles: ReturnType<typeof starterTiles>, suggestion: string) =>
    askName("New board", suggestion, async (name) => {
      try {
        const made = await dataOf(api.POST("/v1/boards", { body: { name, tiles: tiles as never } }));
        onOpen(made.id);
      } catch (thrown) {
        setProblem(problemFrom(thrown));
      }
    });

  const list = boards.data?.boards;
  return (
    <Page
      title="Boards"
      about="Saved questions, live, side by side"
      actions={
        <Button size="xs" leftSection={<IconPlus size="0.9375rem" />} onClick={() => create([], "")}>
          New board
        </Button>
      }
    >
      {dialog}
      {(problem ?? boards.problem) !== undefined && (
        <ProblemNotice problem={(problem ?? boards.problem) as Problem} onRetry={boards.reload} />
      )}
      {list === undefined ? (
        boards.problem === undefined && <Waiting height="8rem" />
      ) : list.length === 0 ? (
        <div className={classes.none}>
          <Empty
            title="No boards yet"
            action={
              <Button size="xs" variant="light" onClick={() => create(starterTiles(), "Overview")}>
                Start with an overview
              </Button>
            }
          >
            A board shows saved questions side by side, always with their newest answers. Add tiles from
            Explore with Share, or start with an overview.
          </Empty>
        </div>
      ) : (
        <ul className={classes.boards} data-testid="boards">
          {list.map((board) => (
            <li key={board.id}>
              <UnstyledButton className={classes.board} onClick={() => onOpen(board.id)}>
                <b>{board.name}</b>
                <span>
                  {board.tiles === 1 ? "1 tile" : `${board.tiles} tiles`}, changed {ago(board.changed)}
                </span>
                {board.shared && (
                  <Badge size="sm" variant="light" tt="none" radius="sm">
                    shared
                  </Badge>
                )}
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

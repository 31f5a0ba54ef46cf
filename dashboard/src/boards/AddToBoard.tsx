"use client";

import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { dataOf } from "@/api/client";
import { type Problem, problemFrom } from "@/api/problem";
import { useLoaded } from "@/api/useAnswer";
import type { View } from "@/explore/state";
import type { Question } from "@/question/model";
import { useSession } from "@/shell/session";
import { ProblemNotice } from "@/shell/states";
import classes from "./Boards.module.css";
import { MOST_TILES, placed, tilesOf } from "./model";

const NEW = "new";

/** Puts a question onto a board as a tile, and opens the board. */
export function AddToBoard({
  question,
  view,
  opened,
  onClose,
}: {
  question: Question;
  view: View;
  opened: boolean;
  onClose(): void;
}) {
  const { api } = useSession();
  const boards = useLoaded(opened ? "boards" : null, (client, signal) =>
    dataOf(client.GET("/v1/boards", { signal })),
  );
  const [title, setTitle] = useState("");
  const [board, setBoard] = useState<string | null>(null);
  const [boardName, setBoardName] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const list = boards.data?.boards ?? [];
  const chosen = board ?? list[0]?.id ?? NEW;

  const add = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const id = await put();
      location.assign(`/boards?board=${encodeURIComponent(id)}`);
    } catch (thrown) {
      setProblem(problemFrom(thrown));
      setBusy(false);
    }
  };
  const put = async (): Promise<string> => {
    const draft = { title: title.trim(), view, question };
    if (chosen === NEW) {
      const body = { name: boardName.trim() || "My board", tiles: [placed([], draft)] };
      return (await dataOf(api.POST("/v1/boards", { body: body as never }))).id;
    }
    const path = { params: { path: { id: chosen } } };
    const before = await dataOf(api.GET("/v1/boards/{id}", path));
    const tiles = tilesOf(before.tiles);
    const body = { name: before.name, tiles: [...tiles, placed(tiles, draft)] };
    await dataOf(api.PUT("/v1/boards/{id}", { ...path, body: body as never }));
    return chosen;
  };

  return (
    <Modal opened={opened} onClose={onClose} title="Add to a board" centered size="sm">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextInput
          label="Title of the tile"
          size="sm"
          data-autofocus
          value={title}
          maxLength={100}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Select
          label="Board"
          size="sm"
          allowDeselect={false}
          data={[
            ...list.map((each) => ({ value: each.id, label: each.name, disabled: each.tiles >= MOST_TILES })),
            { value: NEW, label: "A new board" },
          ]}
          value={chosen}
          onChange={setBoard}
        />
        {chosen === NEW && (
          <TextInput
            label="Name of the board"
            size="sm"
            placeholder="My board"
            maxLength={100}
            value={boardName}
            onChange={(event) => setBoardName(event.currentTarget.value)}
          />
        )}
        {(problem ?? boards.problem) !== undefined && (
          <ProblemNotice problem={(problem ?? boards.problem) as Problem} />
        )}
        <div className={classes.formButtons}>
          <Button size="xs" type="submit" loading={busy} disabled={title.trim() === ""}>
            Add
          </Button>
        </div>
      </form>
    </Modal>
  );
}

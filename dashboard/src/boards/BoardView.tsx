"use client";

import { Button, Menu } from "@mantine/core";
import {
  IconArrowLeft,
  IconDeviceTv,
  IconDots,
  IconPlus,
  IconShare2,
  IconTrash,
  IconWriting,
} from "@tabler/icons-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { dataOf } from "@/api/client";
import { type Problem, problemFrom } from "@/api/problem";
import { useLoaded } from "@/api/useAnswer";
import { useLive } from "@/api/useLive";
import { Page } from "@/shell/Page";
import { useSession } from "@/shell/session";
import { ConnectionState, Empty, ProblemNotice, Waiting } from "@/shell/states";
import classes from "./Boards.module.css";
import { type Tile, tilesOf } from "./model";
import { ShareBoard } from "./ShareBoard";
import { TileCard } from "./TileCard";
import { TileGrid } from "./TileGrid";
import { useNameDialog } from "./useNameDialog";
import { Wall } from "./Wall";

interface Props {
  id: string;
  wall: boolean;
  onWall(wall: boolean): void;
  onClose(): void;
}

/** One board: its tiles are answered in one stream. Changes are saved as they are made. */
export function BoardView({ id, wall, onWall, onClose }: Props) {
  const { api } = useSession();
  const board = useLoaded(id, (client, signal) =>
    dataOf(client.GET("/v1/boards/{id}", { params: { path: { id } }, signal })),
  );
  const [changed, setChanged] = useState<{ name: string; tiles: Tile[] } | null>(null);
  const [shareKey, setShareKey] = useState<string>();
  const [sharing, setSharing] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [askName, dialog] = useNameDialog();

  useEffect(() => {
    if (board.data !== undefined) {
      setChanged({ name: board.data.name, tiles: tilesOf(board.data.tiles) });
      setShareKey(board.data.share_key);
    }
  }, [board.data]);

  const tiles = changed?.tiles ?? [];
  const name = changed?.name ?? "";
  const live = useLive(
    tiles.map((tile) => tile.question),
    { paused: changed === null },
  );

  const attempt = async (what: () => Promise<unknown>) => {
    try {
      setProblem(undefined);
      await what();
    } catch (thrown) {
      setProblem(problemFrom(thrown));
    }
  };
  const save = (next: { name: string; tiles: Tile[] }) => {
    setChanged(next);
    void attempt(() => dataOf(api.PUT("/v1/boards/{id}", { params: { path: { id } }, body: next as never })));
  };
  const remove = () =>
    void attempt(async () => {
      await dataOf(api.DELETE("/v1/boards/{id}", { params: { path: { id } } }));
      onClose();
    });

  const grid = (movable: boolean) => (
    <TileGrid
      tiles={tiles}
      onMove={movable ? (next) => save({ name, tiles: next }) : undefined}
      fill={!movable}
    >
      {(tile, index) => (
        <TileCard
          tile={tile}
          answer={live.answers[index]}
          problem={live.problems[index]}
          onRename={() =>
            askName("Rename the tile", tile.title, (title) =>
              save({ name, tiles: tiles.map((each) => (each.id === tile.id ? { ...each, title } : each)) }),
            )
          }
          onRemove={
            movable ? () => save({ name, tiles: tiles.filter((each) => each.id !== tile.id) }) : undefined
          }
        />
      )}
    </TileGrid>
  );

  if (wall && changed !== null) {
    return (
      <Wall name={name} connection={live.connection} onLeave={() => onWall(false)}>
        {grid(false)}
      </Wall>
    );
  }
  return (
    <Page
      title={name || "Board"}
      about={
        <button type="button" className={classes.back} onClick={onClose}>
          <IconArrowLeft size="0.875rem" aria-hidden /> All boards
        </button>
      }
      actions={
        <>
          <ConnectionState connection={live.connection} />
          <Button
            size="xs"
            variant="default"
            component={Link}
            href="/explore"
            prefetch={false}
            leftSection={<IconPlus size="0.9375rem" />}
          >
            Add a tile
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconShare2 size="0.9375rem" stroke={1.6} />}
            onClick={() => setSharing(true)}
          >
            Share
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDeviceTv size="0.9375rem" stroke={1.6} />}
            onClick={() => onWall(true)}
          >
            Wall
          </Button>
          <Menu position="bottom-end" width={160} shadow="md">
            <Menu.Target>
              <Button size="xs" variant="default" px={8} aria-label="More">
                <IconDots size="1rem" />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconWriting size="1rem" stroke={1.6} />}
                onClick={() => askName("Rename the board", name, (next) => save({ name: next, tiles }))}
              >
                Rename
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size="1rem" stroke={1.6} />} onClick={remove}>
                Delete the board
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      {dialog}
      <ShareBoard
        id={id}
        opened={sharing}
        onClose={() => setSharing(false)}
        shareKey={shareKey}
        onChange={setShareKey}
      />
      {(problem ?? board.problem) !== undefined && (
        <ProblemNotice problem={(problem ?? board.problem) as Problem} onRetry={board.reload} />
      )}
      {changed === null ? (
        board.problem === undefined && <Waiting height="24rem" />
      ) : tiles.length === 0 ? (
        <div className={classes.none}>
          <Empty
            title="An empty board"
            action={
              <Button size="xs" variant="light" component={Link} href="/explore" prefetch={false}>
                Ask the first question
              </Button>
            }
          >
            Ask a question in Explore or one of the other pages, then choose Share and “Add to a board”.
          </Empty>
        </div>
      ) : (
        grid(true)
      )}
    </Page>
  );
}

"use client";

import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconPencil, IconTrash, IconWriting } from "@tabler/icons-react";
import Link from "next/link";
import { rangeName } from "@/builder/ranges";
import { LOCAL_ZONE } from "@/format/times";
import { Picture } from "@/kinds/Picture";
import type { Answer } from "@/question/model";
import { ProblemNotice, Waiting } from "@/shell/states";
import classes from "./Boards.module.css";
import { editorOf, type Tile } from "./model";

/** One saved question with its newest answer. */
export function TileCard({
  tile,
  answer,
  problem,
  onRename,
  onRemove,
}: {
  tile: Tile;
  answer: Answer | undefined;
  problem?: { message: string; hint?: string };
  onRename?(): void;
  onRemove?(): void;
}) {
  const editor = editorOf(tile);
  const editable = onRemove !== undefined;
  return (
    <section className={classes.tile} aria-label={tile.title} data-testid="tile">
      <header className={classes.tileHeader}>
        <h2 className={editable ? "tile-handle" : undefined}>{tile.title}</h2>
        <span>{rangeName(tile.question, tile.question.timezone ?? LOCAL_ZONE)}</span>
        {editable && (
          <Menu position="bottom-end" width={170} shadow="md" withinPortal>
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`What to do with ${tile.title}`}
              >
                <IconDots size="1rem" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {editor !== undefined && (
                <Menu.Item
                  component={Link}
                  href={editor}
                  prefetch={false}
                  leftSection={<IconPencil size="1rem" stroke={1.6} />}
                >
                  Open the question
                </Menu.Item>
              )}
              <Menu.Item leftSection={<IconWriting size="1rem" stroke={1.6} />} onClick={onRename}>
                Rename
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size="1rem" stroke={1.6} />} onClick={onRemove}>
                Remove
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </header>
      <div className={classes.tileBody}>
        {problem !== undefined && <ProblemNotice problem={problem} />}
        {answer === undefined ? (
          problem === undefined && <Waiting height="100%" />
        ) : (
          <Picture answer={answer} question={tile.question} view={tile.view} height="100%" />
        )}
      </div>
    </section>
  );
}

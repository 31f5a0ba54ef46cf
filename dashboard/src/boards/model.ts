import type { components } from "@/api/schema";
import { VIEWS, type View } from "@/explore/state";
import { addressOf, type Codec } from "@/question/address";
import type { Question } from "@/question/model";

export type StoredTile = components["schemas"]["Tile"];

/** A saved question and its place on the board. */
export interface Tile {
  id: string;
  title: string;
  view: View;
  question: Question;
  x: number;
  y: number;
  w: number;
  h: number;
}

export const COLUMNS = 12;
export const MOST_TILES = 20;

/** What a board has in its tiles may have been written by any client: nothing is taken for granted. */
export function tilesOf(stored: readonly StoredTile[]): Tile[] {
  return stored.map((tile, index) => ({
    id: tile.id ?? String(index),
    title: tile.title ?? "",
    view: VIEWS.find((view) => view === tile.view) ?? "line",
    question: { kind: "trend", ...(tile.question as object) } as Question,
    x: bounded(tile.x, 0, COLUMNS - 1, (index % 2) * 6),
    y: bounded(tile.y, 0, 1_000, Math.floor(index / 2) * 6),
    w: bounded(tile.w, 2, COLUMNS, 6),
    h: bounded(tile.h, 2, 40, 6),
  }));
}

function bounded(value: number | undefined, least: number, most: number, otherwise: number): number {
  return value === undefined || !Number.isFinite(value)
    ? otherwise
    : Math.min(most, Math.max(least, Math.round(value)));
}

/** A place for a new tile below all others. */
export function placed(tiles: readonly Tile[], tile: Omit<Tile, "id" | "x" | "y" | "w" | "h">): Tile {
  const small = tile.view === "number";
  return {
    ...tile,
    id: crypto.randomUUID(),
    x: 0,
    y: Math.max(0, ...tiles.map((each) => each.y + each.h)),
    w: small ? 3 : 6,
    h: small ? 3 : 6,
  };
}

const PAGES: Partial<Record<Question["kind"], string>> = {
  trend: "/explore",
  top: "/explore",
  funnel: "/funnels",
  retention: "/retention",
  paths: "/paths",
  lifecycle: "/lifecycle",
  stickiness: "/lifecycle",
};

/** Where the question of a tile can be changed. */
export function editorOf(tile: Tile): string | undefined {
  const page = PAGES[tile.question.kind];
  return page === undefined
    ? undefined
    : addressOf(page, { q: JSON.stringify(tile.question), view: tile.view });
}

export interface BoardsState {
  board: string;
  wall: boolean;
}

export const CODEC: Codec<BoardsState> = {
  read: (parameters) => ({ board: parameters.get("board") ?? "", wall: parameters.has("wall") }),
  write: ({ board, wall }) => ({ board, wall: wall ? "1" : undefined }),
};

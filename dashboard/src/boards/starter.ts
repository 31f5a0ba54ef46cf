import { KINDS } from "@/api/kinds";
import type { Question } from "@/question/model";
import type { Tile } from "./model";

type Draft = Omit<Tile, "id">;

/** A board to begin with: what most people ask first, whatever their events are called. */
export function starterTiles(): Tile[] {
  const drafts: Draft[] = [
    tile(
      "People today",
      "number",
      { kind: "trend", measures: ["uniques"], every: "none", from: "today" },
      0,
      0,
      3,
      3,
    ),
    tile(
      "Events today",
      "number",
      { kind: "trend", measures: ["count"], every: "none", from: "today" },
      3,
      0,
      3,
      3,
    ),
    tile(
      "Events a person",
      "number",
      { kind: "trend", measures: ["per_user"], every: "none", from: "-1d" },
      6,
      0,
      3,
      3,
    ),
    tile(
      "People active now",
      "number",
      { kind: "trend", measures: ["uniques"], every: "none", from: "-5m" },
      9,
      0,
      3,
      3,
    ),
    tile("Events by name", "area", { kind: "trend", by: ["name"], limit: 6, from: "-1d" }, 0, 3, 8, 7),
    tile(
      "Most frequent events",
      "bar",
      KINDS.includes("top")
        ? { kind: "top", measures: ["count"], by: ["name"], limit: 8, from: "-1d" }
        : { kind: "trend", measures: ["count"], by: ["name"], limit: 8, every: "none", from: "-1d" },
      8,
      3,
      4,
      7,
    ),
    tile(
      "People by the hour",
      "bar",
      { kind: "trend", measures: ["uniques"], every: "hour", from: "-1d" },
      0,
      10,
      12,
      6,
    ),
  ];
  return drafts.map((draft) => ({ ...draft, id: crypto.randomUUID() }));
}

function tile(
  title: string,
  view: Tile["view"],
  question: Question,
  x: number,
  y: number,
  w: number,
  h: number,
): Draft {
  return { title, view, question, x, y, w, h };
}

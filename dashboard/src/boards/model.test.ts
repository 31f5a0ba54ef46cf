import { expect, test } from "vitest";
import { editorOf, placed, tilesOf } from "./model";

test("a tile that another client wrote badly is shown all the same", () => {
  const [tile] = tilesOf([{ question: { from: "-1d" }, x: 99, w: -3, view: "pie" }]);
  expect(tile).toMatchObject({
    x: 11,
    w: 2,
    h: 6,
    view: "line",
    title: "",
    question: { kind: "trend", from: "-1d" },
  });
});

test("a new tile is placed below all others", () => {
  const tiles = tilesOf([{ question: {}, x: 0, y: 4, w: 6, h: 5 }]);
  expect(placed(tiles, { title: "New", view: "line", question: { kind: "trend" } }).y).toBe(9);
});

test("a tile leads to the page where its question can be changed", () => {
  const [tile] = tilesOf([{ question: { kind: "funnel", steps: ["a", "b"] } }]);
  expect(tile && editorOf(tile)).toMatch(/^\/funnels\?q=/);
});

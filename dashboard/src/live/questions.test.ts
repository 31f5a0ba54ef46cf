import { expect, test } from "vitest";
import { matches } from "./NewestEvents";
import { flowOf, ranking, rateOf } from "./questions";

test("the flow leaves out seconds that are cut off or not over", () => {
  const rows = [9, 1, 2, 3, 8, 7].map((value, second) => [`2026-03-01T00:00:0${second}Z`, value]);
  const flow = flowOf({ columns: ["time", "count"], rows, meta: {} });
  expect(flow.values).toEqual([1, 2, 3]);
  expect(rateOf(flow)).toBe(2);
});

test("a ranking adds up each group and puts the rest last", () => {
  const rows = [
    ["a", "other", 90],
    ["a", "x", 1],
    ["b", "x", 2],
    ["a", "y", 5],
  ];
  expect(ranking({ columns: ["time", "name", "count"], rows, meta: {} })).toEqual([
    { name: "y", total: 5, trend: [5] },
    { name: "x", total: 3, trend: [1, 2] },
    { name: "other", total: 90, trend: [90] },
  ]);
});

test("the filter of events finds words in name, person and properties, in any order", () => {
  const event = { id: "1", name: "feature_used", user: "ada", properties: { plan: "Pro" } } as never;
  expect(matches(event, "pro ADA")).toBe(true);
  expect(matches(event, "pro bob")).toBe(false);
  expect(matches(event, "  ")).toBe(true);
});

import { expect, test } from "vitest";
import type { Status } from "@/api/client";
import { partitions, refusals, wellbeing } from "./stages";

const status = (part: Partial<Status>): Status =>
  ({
    positions: {},
    stages: {},
    problems: [],
    lag: {},
    bytes: {},
    ready: true,
    version: "1",
    ...part,
  }) as Status;

test("a partition is behind by what the log has and the store has not", () => {
  const positions = { log_id: "x", log_end: "0:99,1:5", store: "0:89,1:7" };
  expect(partitions(status({ positions }))).toEqual([
    { partition: 0, end: 99, stored: 89, behind: 10 },
    { partition: 1, end: 7, stored: 7, behind: 0 },
  ]);
  expect(partitions(status({}))).toEqual([]);
});

test("a stage with a problem is in trouble, one with a full queue is crowded, a full cache is well", () => {
  const stage = { queues: { requests: { depth: 90, limit: 100 } } };
  expect(wellbeing("ingest", stage, [{ stage: "ingest", problem: "x" }])).toBe("troubled");
  expect(wellbeing("ingest", stage, [{ stage: "log", problem: "x" }])).toBe("crowded");
  expect(wellbeing("process", { queues: { filter_bytes: { depth: 100, limit: 100 } } }, [])).toBe("well");
});

test("refusals are listed with their stage, the most frequent first", () => {
  const stages = { ingest: { refused: { invalid_time: 1, missing_field: 4 } }, query: { refused: { x: 0 } } };
  expect(refusals(status({ stages: stages as never })).map((each) => each.code)).toEqual([
    "missing_field",
    "invalid_time",
  ]);
});

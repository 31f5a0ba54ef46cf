import { expect, test } from "vitest";
import type { Answer, Question } from "@/question/model";
import { paletteOf } from "@/theme/palette";
import { funnelOf } from "./funnelPicture";
import { lifecycleOption } from "./lifecyclePicture";
import { showsNobody } from "./Picture";
import { edgesOf, pathsOption } from "./pathsPicture";
import { cohortsOf, shareOf } from "./retentionPicture";

const palette = paletteOf("light");

test("a funnel has its steps in order for each group", () => {
  const answer: Answer = {
    columns: ["plan", "step", "name", "people", "rate", "step_rate", "median_seconds", "p90_seconds"],
    rows: [
      ["pro", 2, "b", 5, 0.5, 0.5, 60, 90],
      ["pro", 1, "a", 10, 1, 1, null, null],
      [null, 1, "a", 3, 1, 1, null, null],
    ],
    meta: {},
  };
  const groups = funnelOf(answer, ["plan"]);
  expect(groups.map((group) => [group.name, group.steps.map((step) => step.people)])).toEqual([
    ["pro", [10, 5]],
    ["not set", [3]],
  ]);
  expect(groups[0]?.steps[1]?.medianSeconds).toBe(60);
});

test("a cohort has a cell for each period that has begun", () => {
  const answer: Answer = {
    columns: ["cohort", "size", "period", "people", "rate"],
    rows: [
      ["2026-03-01T00:00:00Z", 4, 0, 4, 1],
      ["2026-03-01T00:00:00Z", 4, 1, 1, 0.25],
      ["2026-03-02T00:00:00Z", 2, 0, 2, 1],
    ],
    meta: {},
  };
  expect(cohortsOf(answer, [], "day", "UTC").map((cohort) => cohort.rates)).toEqual([[1, 0.25], [1]]);
});

test("a cohort of nobody has no shares", () => {
  const answer: Answer = {
    columns: ["cohort", "size", "period", "people", "rate"],
    rows: [
      ["2026-03-01T00:00:00Z", 0, 0, 0, 0],
      ["2026-03-02T00:00:00Z", 2, 0, 0, 0],
    ],
    meta: {},
  };
  const cohorts = cohortsOf(answer, [], "day", "UTC");
  expect(cohorts.map((cohort) => shareOf(cohort, cohort.rates[0] ?? 0))).toEqual(["–", "0%"]);
});

test("paths have no circles: the same event at another step is another node", () => {
  const answer: Answer = {
    columns: ["step", "source", "target", "count", "people"],
    rows: [
      [1, "a", "b", 3, 2],
      [2, "b", "a", 2, 2],
    ],
    meta: {},
  };
  const [series] = pathsOption(edgesOf(answer), palette).series as {
    data: { name: string }[];
    links: { source: string; target: string }[];
  }[];
  expect(series?.data).toHaveLength(3);
  expect(series?.links.map((link) => link.target)).toEqual(["2\nb", "3\na"]);
});

test("who has gone quiet is shown below the line", () => {
  const answer: Answer = {
    columns: ["time", "new", "returning", "resurrecting", "dormant"],
    rows: [["2026-03-01T00:00:00Z", 1, 2, 3, 4]],
    meta: {},
  };
  const series = lifecycleOption(answer, "day", "UTC", palette).series as { data: number[] }[];
  expect(series.map((each) => each.data)).toEqual([[1], [2], [3], [-4]]);
});

test("a funnel that nobody has begun shows nobody, one that somebody has begun does not", () => {
  const question: Question = { kind: "funnel", steps: ["a", "b"] };
  const funnel = (begun: number): Answer => ({
    columns: ["step", "name", "people"],
    rows: [
      [1, "a", begun],
      [2, "b", 0],
    ],
    meta: {},
  });
  expect(showsNobody(funnel(0), question)).toBe(true);
  expect(showsNobody(funnel(1), question)).toBe(false);
});

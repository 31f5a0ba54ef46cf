import { describe, expect, test } from "vitest";
import type { Answer } from "./model";
import { csvOf, curlOf, seriesOf, summary } from "./series";

const TREND: Answer = {
  columns: ["time", "plan", "count", "previous(count)"],
  rows: [
    ["2026-03-01T00:00:00Z", "pro", 3, 1],
    ["2026-03-01T00:00:00Z", null, 5, 2],
    ["2026-03-01T01:00:00Z", "pro", 4, 0],
  ],
  meta: {},
};

describe("series of an answer", () => {
  test("are one for each group and each column of numbers", () => {
    const { times, series } = seriesOf(TREND, ["plan"]);
    expect(times).toHaveLength(2);
    expect(series.map((each) => each.name)).toEqual([
      "pro · count",
      "pro · count (before)",
      "not set · count",
      "not set · count (before)",
    ]);
    expect(series[0]?.values).toEqual([3, 4]);
    expect(series[2]?.values).toEqual([5, null]);
    expect(series[1]?.previous).toBe(true);
  });

  test("have one value each when the answer has no time", () => {
    const { times, series } = seriesOf({ columns: ["name", "count"], rows: [["a", 7]], meta: {} }, ["name"]);
    expect(times).toEqual([]);
    expect(series[0]?.values).toEqual([7]);
  });

  test("are added up where that means something, else told by their last value", () => {
    const { series } = seriesOf(
      {
        columns: ["time", "count", "uniques"],
        rows: [
          ["a", 1, 9],
          ["b", 2, 8],
        ],
        meta: {},
      },
      [],
    );
    expect(series.map(summary)).toEqual([
      { value: 3, kind: "sum" },
      { value: 8, kind: "last" },
    ]);
  });
});

describe("CSV", () => {
  test("quotes what needs quotes and leaves what is not set empty", () => {
    expect(
      csvOf({
        columns: ["name", "count"],
        rows: [
          ['a "b", c', 1],
          [null, 2],
        ],
        meta: {},
      }),
    ).toBe('name,count\r\n"a ""b"", c",1\r\n,2\r\n');
  });

  test("holds no text that a spreadsheet would run", () => {
    expect(csvOf({ columns: ["name"], rows: [["=1+1"], [-5]], meta: {} })).toBe("name\r\n'=1+1\r\n-5\r\n");
  });
});

test("curl has the question in quotes that hold, and no key", () => {
  const curl = curlOf({ kind: "trend", where: [{ property: "a", op: "=", value: "it's" }] }, "http://host");
  expect(curl).toContain(String.raw`it'\''s`);
  expect(curl).toContain("$MILLRACE_KEY");
});

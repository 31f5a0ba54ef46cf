import { describe, expect, test } from "vitest";
import { backoffMs, EventParser } from "./stream";
import { take } from "./useLive";

describe("the parser of server-sent events", () => {
  test("joins pieces that cut an event anywhere", () => {
    const whole = 'event: 0\ndata: {"rows":[]}\n\n: heartbeat\n\ndata: a\ndata: b\r\n\r\n';
    for (let cut = 1; cut < whole.length - 1; cut++) {
      const parser = new EventParser();
      const events = [...parser.push(whole.slice(0, cut)), ...parser.push(whole.slice(cut))];
      expect(events.filter((event) => event.data !== "")).toContainEqual({ name: "0", data: '{"rows":[]}' });
    }
  });

  test("names an event without a name as the standard does, and joins its lines", () => {
    expect(new EventParser().push("data: a\ndata: b\n\n")).toEqual([{ name: "message", data: "a\nb" }]);
  });

  test("does not take comments for events", () => {
    expect(new EventParser().push(":\n\n:\n\n")).toEqual([]);
  });
});

test("waits longer after each failure, never longer than fifteen seconds, and not all in step", () => {
  expect(backoffMs(1, 1)).toBe(500);
  expect(backoffMs(2, 1)).toBe(1_000);
  expect(backoffMs(2, 0)).toBe(500);
  expect(backoffMs(50, 1)).toBe(15_000);
});

describe("what a stream tells", () => {
  const nothing = { answers: [], problems: [] };
  const answer = { columns: ["count"], rows: [[1]], meta: {} };

  test("is put to the question that it answers", () => {
    expect(take(nothing, "2", answer).answers).toEqual([undefined, undefined, answer]);
  });

  test("keeps the last answer beside a problem, and drops the problem with the next answer", () => {
    const failed = take(take(nothing, "0", answer), "problem.0", {
      status: 503,
      detail: "busy",
      code: "query_overloaded",
    });
    expect(failed.answers[0]).toEqual(answer);
    expect(failed.problems[0]?.message).toBe("busy");
    expect(take(failed, "0", answer).problems[0]).toBeUndefined();
  });
});

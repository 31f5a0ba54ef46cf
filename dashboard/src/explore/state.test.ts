import { describe, expect, test } from "vitest";
import { addressOf } from "@/question/address";
import { askable, CODEC, type Explored, intervalOf } from "./state";

describe("the address", () => {
  test("reproduces the whole question, the view, and what is switched off", () => {
    const state: Explored = {
      question: {
        kind: "trend",
        measures: ["count", "p95(amount)"],
        events: ["a&b=c"],
        where: [
          {
            any: [
              { property: "plan", op: "=", value: ["pro", "täglich"] },
              { property: "x", op: "unset" },
            ],
          },
        ],
        by: ["plan"],
        every: "hour",
        from: "-7d",
        timezone: "Europe/Berlin",
      },
      view: "bar",
      off: ["pro · count"],
    };
    const address = addressOf("/explore", CODEC.write(state));
    expect(CODEC.read(new URL(address, "http://host").searchParams)).toEqual(state);
  });

  test("that is nonsense begins anew", () => {
    const read = CODEC.read(new URLSearchParams("q=%7Bnonsense&view=pie&off=3"));
    expect(read.question.kind).toBe("trend");
    expect(read.view).toBe("line");
    expect(read.off).toEqual([]);
  });
});

describe("a question that is still being written", () => {
  test("is asked without its unfinished parts", () => {
    expect(
      askable({
        kind: "trend",
        measures: ["count", "sum()"],
        where: [
          { property: "", op: "=" },
          { property: "plan", op: "=" },
          { property: "plan", op: "set" },
        ],
        by: [],
      }),
    ).toEqual({ kind: "trend", measures: ["count"], where: [{ property: "plan", op: "set" }] });
  });

  test("is not asked while it measures nothing", () => {
    expect(askable({ kind: "trend", measures: ["sum()"] })).toBeNull();
    expect(askable({ kind: "top", measures: ["count"] })).toBeNull();
  });
});

test("the interval is read off the answer when the server chose it", () => {
  const times = ["2026-03-01T00:00:00Z", "2026-03-01T01:00:00Z", "2026-03-01T02:00:00Z"];
  expect(intervalOf({ kind: "trend" }, times)).toBe("hour");
  expect(intervalOf({ kind: "trend", every: "day" }, times)).toBe("day");
});

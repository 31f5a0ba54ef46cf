import { expect, test } from "vitest";
import { problemFrom, problemOf } from "@/api/problem";
import { placesFor } from "./places";
import { sentence } from "./states";

test("pages of kinds that the server does not answer are not offered", () => {
  const paths = (kinds: string[]) =>
    placesFor(kinds).flatMap((group) => group.places.map((place) => place.path));
  expect(paths(["trend"])).not.toContain("/funnels");
  expect(paths(["trend", "funnel"])).toContain("/funnels");
  expect(paths([])).toContain("/explore");
});

test("what a server says becomes a sentence, and what a proxy says becomes no raw JSON", () => {
  expect(sentence("this key is not known")).toBe("This key is not known.");
  expect(problemOf(502, undefined).message).toBe("The server answered with status 502.");
  expect(problemOf(429, { detail: "slow down", code: "quota_exceeded" }, "3").retryAfterMs).toBe(3_000);
  expect(problemFrom(new TypeError("Failed to fetch")).code).toBe("unreachable");
});

import { expect, test } from "vitest";
import { bytes, duration } from "./numbers";
import { ago, time } from "./times";

const plain = (text: string) => text.replaceAll("\u202f", " ");

test("durations are told in units that fit", () => {
  expect(plain(duration(0.0004))).toBe("< 1 ms");
  expect(plain(duration(0.25))).toBe("250 ms");
  expect(plain(duration(75))).toBe("1 min 15 s");
  expect(plain(duration(90_061))).toBe("1 d 1 h");
});

test("sizes are told in powers of a thousand", () => {
  expect(plain(bytes(999))).toBe("999 B");
  expect(plain(bytes(1_500_000))).toBe("1.5 MB");
});

test("times are told in the question's timezone", () => {
  expect(time("2026-03-01T23:30:00Z", "day", "Asia/Tokyo")).toBe("Mar 2");
  expect(time("no time", "day")).toBe("no time");
  expect(ago("2026-03-01T00:00:00Z", Date.parse("2026-03-01T02:00:00Z"))).toBe("2 hr. ago");
});

import { expect, test } from "vitest";
import { formatCount, formatMilliseconds, formatTime } from "./format.js";

test.each([
  [0, "0.0 ms"],
  [3.44, "3.4 ms"],
  [99.94, "99.9 ms"],
  [99.96, "100 ms"],
  [999.4, "999 ms"],
  [999.6, "1.0 s"],
  [12_340, "12.3 s"],
  [123_400, "123 s"],
])("%d ms are written %s", (milliseconds, text) => {
  expect(formatMilliseconds(milliseconds)).toBe(text);
});

test("a time has milliseconds, and zeros before small numbers", () => {
  expect(formatTime(new Date(2026, 0, 2, 3, 4, 5, 6).getTime())).toBe("03:04:05.006");
});

test("one is singular, thousands have a comma", () => {
  expect([formatCount(1, "call"), formatCount(0, "call"), formatCount(12_345, "call")]).toEqual([
    "1 call",
    "0 calls",
    "12,345 calls",
  ]);
});

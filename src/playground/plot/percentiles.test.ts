import { describe, expect, test } from "vitest";
import { findPercentile, summarize } from "./percentiles.js";

describe("findPercentile", () => {
  test.each([
    [5, 15],
    [30, 20],
    [40, 20],
    [50, 35],
    [100, 50],
  ])("percentile %d of five values is the nearest rank's", (percent, value) => {
    expect(findPercentile([15, 20, 35, 40, 50], percent)).toBe(value);
  });

  test("of nothing there is none", () => {
    expect(findPercentile([], 50)).toBeUndefined();
  });

  test("a single value is every percentile", () => {
    expect([1, 50, 99, 100].map((percent) => findPercentile([7], percent))).toEqual([7, 7, 7, 7]);
  });
});

describe("summarize", () => {
  test("orders numbers as numbers", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(summarize(hundred)).toEqual({ count: 100, least: 1, p50: 50, p95: 95, p99: 99, most: 100 });
  });

  test("nothing has no summary", () => {
    expect(summarize([])).toBeUndefined();
  });
});

import { describe, expect, test } from "vitest";
import { summarizeByFunction } from "./by-function.js";
import { describeBin, toDistribution } from "./distribution.js";
import type { Sample } from "./sample.js";
import { toThroughput, toTimeline } from "./timeline.js";

const toSample = (time: number, milliseconds: number, rest: Partial<Sample> = {}): Sample => ({
  ...{ time, milliseconds, name: "a/b", isFailed: false },
  ...rest,
});

describe("the distribution", () => {
  const distribution = toDistribution(
    [4, 1, 3, 2, 2].map((milliseconds) => toSample(0, milliseconds)),
    { resolution: 1 },
  );

  test("has a bar for each bin with calls, and marks at the percentiles", () => {
    expect(distribution).toMatchObject({ x: [1, 2, 3, 4], series: [[1, 2, 1, 1]], range: [1, 5] });
    expect(distribution?.marks?.map(({ value }) => value)).toEqual([2, 4, 4]);
  });

  test("says the same in words", () => {
    expect(distribution?.summary).toBe("5 calls: p50 2.0 ms, p95 4.0 ms, p99 4.0 ms, slowest 4.0 ms");
    expect(distribution && describeBin(distribution.histogram, 1)).toBe("2–3 ms: 2 calls");
  });

  test("tells of calls that are too slow to be drawn", () => {
    const samples = Array.from({ length: 200 }, (_, index) => toSample(0, index / 20));
    expect(toDistribution([...samples, toSample(0, 9_000)])?.summary).toMatch(
      /slowest 9\.0 s; 1 beyond the end$/,
    );
  });
});

describe("the timeline", () => {
  test("orders calls by time, and keeps failures apart", () => {
    const samples = [toSample(3_000, 5), toSample(1_000, 7, { isFailed: true })];
    expect(toTimeline(samples)).toEqual({
      x: [1, 3],
      series: [
        [null, 5],
        [7, null],
      ],
      range: [0, 5],
      summary: "2 calls in 2.0 s, 1 failed; slowest 7.0 ms",
    });
  });

  test("of very many calls draws some, and every failure", () => {
    const samples = Array.from({ length: 10_000 }, (_, index) =>
      toSample(index, 1, { isFailed: index % 1_000 === 1 }),
    );
    const timeline = toTimeline(samples);
    expect(timeline?.x).toHaveLength(2_500 + 10);
    expect(timeline?.series[1]?.filter((value) => value !== null)).toHaveLength(10);
    expect(timeline?.summary).toMatch(/^10,000 calls .* one in 4 is drawn, and each failure$/);
  });

  test("counts from the begin of a test when it is told of one", () => {
    expect(toTimeline([toSample(61_500, 1), toSample(60_500, 1)], { since: 60_000 })?.x).toEqual([0.5, 1.5]);
  });
});

test("throughput counts the calls of each second", () => {
  const samples = [1_900, 2_000, 2_500, 3_100].map((time) => toSample(time, 1));
  expect(toThroughput(samples)).toEqual({
    x: [1, 2, 3],
    series: [[1, 2, 1]],
    range: [0, 5],
    summary: "2.0 a second in the mean, at most 2 in one second",
  });
});

test("nothing measured, nothing drawn", () => {
  expect([toDistribution([]), toTimeline([]), toThroughput([])]).toEqual([undefined, undefined, undefined]);
});

test("each function has its own numbers, the busiest first", () => {
  const samples = [
    toSample(0, 1, { name: "b/quiet" }),
    ...[2, 4, 6].map((milliseconds) => toSample(0, milliseconds, { name: "b/busy" })),
    toSample(0, 8, { name: "b/busy", isFailed: true }),
  ];
  expect(summarizeByFunction(samples)).toEqual([
    { name: "b/busy", failures: 1, count: 4, least: 2, p50: 4, p95: 8, p99: 8, most: 8 },
    { name: "b/quiet", failures: 0, count: 1, least: 1, p50: 1, p95: 1, p99: 1, most: 1 },
  ]);
});

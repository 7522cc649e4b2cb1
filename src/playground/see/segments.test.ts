import fc from "fast-check";
import { expect, test } from "vitest";
import { toActivation, toCall, toReport } from "./case.js";
import type { SeenCall } from "./seen-call.js";
import { toSegments } from "./segments.js";

/** The epoch is when the page's clock began. */
const toPageTime = (epoch: number) => epoch;

const WHOLE: SeenCall = {
  call: toCall({ start: 100, answered: 112, end: 115 }),
  report: toReport({ arrived: 101, handled: 111 }),
  activation: toActivation({ start: 104, end: 108, waitTime: 1 }),
};

const list = (seen: SeenCall) =>
  toSegments(seen, toPageTime).map(({ name, from, to, isRounded }) => [name, from, to, isRounded]);

test("a whole call has seven parts without gaps; those that end with a record's times are rounded", () => {
  expect(list(WHOLE)).toEqual([
    ["to-worker", 0, 1, false],
    ["worker", 1, 3.5, true],
    ["to-provider", 3.5, 4.5, true],
    ["handler", 4.5, 8.5, true],
    ["to-worker-again", 8.5, 11, true],
    ["to-caller", 11, 12, false],
    ["body", 12, 15, false],
  ]);
});

test("a call under way has no parts yet, one whose body still comes has all but that", () => {
  const { call } = WHOLE;
  expect(list({ ...WHOLE, call: { ...call, answered: undefined, end: undefined } })).toEqual([]);
  expect(list({ ...WHOLE, call: { ...call, end: undefined } }).map(([name]) => name)).not.toContain("body");
});

test("without a record, worker and provider are one part", () => {
  expect(list({ ...WHOLE, activation: undefined })).toEqual([
    ["to-worker", 0, 1, false],
    ["worker-and-provider", 1, 11, false],
    ["to-caller", 11, 12, false],
    ["body", 12, 15, false],
  ]);
});

test("without a report, the browser's own time tells when the worker got it", () => {
  const timing = { workerStart: 102 } as PerformanceResourceTiming;
  const seen = { ...WHOLE, call: { ...WHOLE.call, timing }, report: undefined };
  expect(list(seen)[0]).toEqual(["to-worker", 0, 2, false]);
});

test("without anything but the call, there are answer and body", () => {
  expect(list({ ...WHOLE, report: undefined, activation: undefined })).toEqual([
    ["everywhere", 0, 12, false],
    ["body", 12, 15, false],
  ]);
});

test("a call that failed before it had an answer is one part", () => {
  const call = toCall({ start: 100, end: 130, failure: "NetworkError" });
  expect(list({ call, report: undefined, activation: undefined })).toEqual([["everywhere", 0, 30, false]]);
});

test("rounded times give way to exact ones", () => {
  const activation = toActivation({ start: 120, end: 121, waitTime: 30 });
  expect(list({ ...WHOLE, activation }).map(([name, from, to]) => [name, from, to])).toEqual([
    ["to-worker", 0, 1],
    ["worker", 1, 1],
    ["to-provider", 1, 11],
    ["handler", 11, 11],
    ["to-worker-again", 11, 11],
    ["to-caller", 11, 12],
    ["body", 12, 15],
  ]);
});

test("whatever the clocks say, the parts follow each other from the call's begin to its end", () => {
  const time = fc.integer({ min: 0, max: 100 });
  const record = fc.record({ start: time, end: time, waitTime: time });
  const report = fc.record({ arrived: time, handled: time });
  fc.assert(
    fc.property(record, report, fc.integer({ min: 0, max: 50 }), (times, moments, start) => {
      const call = toCall({ start, answered: 60, end: 70 });
      const segments = toSegments(
        { call, report: toReport(moments), activation: toActivation(times) },
        toPageTime,
      );
      const edges = [0, ...segments.map(({ to }) => to)];
      expect(segments.map(({ from }) => from)).toEqual(edges.slice(0, -1));
      expect(edges).toEqual(edges.toSorted((a, b) => a - b));
      expect(edges.at(-1)).toBe(70 - start);
    }),
  );
});

import { expect, test } from "vitest";
import { BASE, toActivation, toCall, toReport } from "./case.js";
import type { SeenCall } from "./seen-call.js";
import { MOST_CALLS, SeenCalls } from "./seen-calls.js";

const PLACE = { base: BASE, toPageTime: (epoch: number) => epoch };

test("a call gathers what becomes known of it, in any order", () => {
  const changes: SeenCall[] = [];
  const calls = new SeenCalls(PLACE, (seen) => changes.push(seen));
  const activation = toActivation({ start: 5 });
  const report = toReport({ arrived: 2 });
  calls.addCall(toCall({ start: 1 }));
  calls.addActivation(activation);
  calls.addReport(report);
  calls.addReport({ ...report, handled: 7 });
  calls.addCall(toCall({ start: 1, answered: 9 }));
  expect(calls.all).toEqual([
    { call: toCall({ start: 1, answered: 9 }), report: { ...report, handled: 7 }, activation },
  ]);
  expect(changes).toHaveLength(5);
  expect(changes.at(-1)).toBe(calls.all[0]);
});

test("the newest call is first, and the oldest ones go", () => {
  const calls = new SeenCalls(PLACE, () => {});
  for (let id = 1; id <= MOST_CALLS + 5; id++) calls.addCall(toCall({ id, start: id }));
  expect(calls.all).toHaveLength(MOST_CALLS);
  expect(calls.all[0]?.call.id).toBe(MOST_CALLS + 5);
  expect(calls.all.at(-1)?.call.id).toBe(6);
});

test("news of a call that is gone change nothing", () => {
  const calls = new SeenCalls(PLACE, () => {});
  calls.addCall(toCall({ start: 1 }));
  calls.clear();
  calls.addReport(toReport({ arrived: 2 }));
  calls.addActivation(toActivation({ start: 2 }));
  expect(calls.all).toEqual([]);
});

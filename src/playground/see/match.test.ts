import { describe, expect, test } from "vitest";
import type { CallMade } from "../calls-made.js";
import { BASE, toActivation, toCall, toReport, URL_OF_CALL } from "./case.js";
import { findRecorded, findReported } from "./match.js";
import type { SeenCall } from "./seen-call.js";

const PLACE = { base: BASE, toPageTime: (epoch: number) => epoch };

const toSeen = (call: Partial<CallMade>, rest: Partial<SeenCall> = {}): SeenCall => ({
  ...{ report: undefined, activation: undefined, ...rest },
  call: toCall({ answered: 20, end: 25, start: 10, ...call }),
});

describe("a record", () => {
  const find = (calls: readonly SeenCall[], activation: Parameters<typeof toActivation>[0]) =>
    findRecorded(calls, toActivation({ start: 15, ...activation }), PLACE)?.call.id;

  test("is of the call to its function at its time", () => {
    const calls = [
      toSeen({ id: 3, start: 30, answered: 40 }),
      toSeen({ id: 2 }),
      toSeen({ id: 1, start: 0, answered: 5 }),
    ];
    expect(find(calls, {})).toBe(2);
  });

  test("is of the earliest of those that may have made it, and of none that has one", () => {
    const calls = [toSeen({ id: 2, start: 11 }), toSeen({ id: 1, start: 10 })];
    expect(find(calls, {})).toBe(1);
    const [second, first] = calls as [SeenCall, SeenCall];
    expect(find([second, { ...first, activation: toActivation({}) }], {})).toBe(2);
  });

  test("may be of a call that has no answer yet", () => {
    expect(find([toSeen({ answered: undefined, end: undefined })], { start: 5_000 })).toBe(1);
  });

  test.each([
    ["another service", "other/greet"],
    ["another function", "hello/part"],
  ])("of %s is of no call of this page", (_, name) => {
    expect(find([toSeen({})], { name })).toBeUndefined();
  });

  test("from before the call or after its answer is not of it", () => {
    expect(find([toSeen({})], { start: 7 })).toBeUndefined();
    expect(find([toSeen({})], { start: 23 })).toBeUndefined();
  });

  test.each([
    ["hello/api.v1.users", "hello/api/v1/users/"],
    ["hello/api.v1", "hello/api/v1/more/path?query=1"],
    ["hello/index", "hello/"],
    ["hello/fetch", "hello/any/path"],
    ["hello/sum", "ab12:hello/sum/"],
    ["hello/sum", "hello/sum.json"],
    ["größe/sum", "gr%C3%B6%C3%9Fe/sum/"],
  ])("of %s is of a call of %s", (name, path) => {
    expect(find([toSeen({ url: `${BASE}playground/apps/${path}` })], { name })).toBe(1);
  });

  test.each([
    `${BASE}index.html`,
    "https://example.org/playground/apps/hello/greet/",
    `${BASE}other/apps/hello/greet`,
  ])("of a function is not of a call of %s", (url) => {
    expect(find([toSeen({ url })], {})).toBeUndefined();
  });
});

describe("a report", () => {
  const find = (calls: readonly SeenCall[], report: Parameters<typeof toReport>[0]) =>
    findReported(calls, toReport({ arrived: 15, ...report }), PLACE)?.call.id;

  test("is of the earliest call with its method and URL at its time", () => {
    const calls = [
      toSeen({ id: 3 }),
      toSeen({ id: 2, method: "POST" }),
      toSeen({ id: 1, url: `${URL_OF_CALL}?a` }),
    ];
    expect(find(calls, {})).toBe(3);
    expect(find(calls, { method: "POST" })).toBe(2);
    expect(find(calls, { url: `${URL_OF_CALL}?a` })).toBe(1);
    expect(find(calls, { arrived: 200 })).toBeUndefined();
  });

  test("that comes once more is of the same call", () => {
    const report = toReport({ number: 7, arrived: 15 });
    const calls = [toSeen({ id: 2 }, { report }), toSeen({ id: 1 })];
    expect(find(calls, { number: 7, handled: 19 })).toBe(2);
    expect(find(calls, { number: 8 })).toBe(1);
    expect(find(calls, { number: 7, started: 1 })).toBe(1);
  });
});

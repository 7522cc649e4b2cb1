import { expect, test } from "vitest";
import { describeOutcome } from "./outcome.js";
import type { TrickleCall } from "./trickle.js";

const toCall = (known: Partial<TrickleCall>): TrickleCall => ({
  ...{ start: 0, end: 5, status: 200, failure: undefined, text: "" },
  ...known,
});

test("answers and the slowest of them are told", () => {
  expect(
    describeOutcome([toCall({}), toCall({ end: 63.1 }), toCall({ end: undefined, status: undefined })]),
  ).toBe("2 calls: all answered, slowest 63.1 ms.");
});

test("an answer that the function itself gives is one, whatever it says", () => {
  expect(describeOutcome([toCall({ status: 422 })])).toMatch("all answered");
});

test("failures are told with their causes, each once", () => {
  const calls = [
    toCall({ status: 404 }),
    toCall({ status: 404 }),
    toCall({ status: undefined, failure: "no network" }),
  ];
  expect(describeOutcome([...calls, toCall({})])).toBe(
    "4 calls: 3 failed (status 404, no network), slowest 5.0 ms.",
  );
});

import { expect, test } from "vitest";
import { parsePlan } from "./load-plan.js";

test("what was typed is a plan, with no more calls at a time than there are", () => {
  expect(parsePlan({ calls: " 500 ", concurrency: "8" })).toEqual({ plan: { calls: 500, concurrency: 8 } });
  expect(parsePlan({ calls: "3", concurrency: "8" })).toEqual({ plan: { calls: 3, concurrency: 3 } });
});

test.each([
  ["", "8", "calls", "Calls: “” is not a whole number from 1 to 20,000."],
  ["0", "8", "calls", "Calls: “0” is not a whole number from 1 to 20,000."],
  ["20001", "8", "calls", "Calls: “20001” is not a whole number from 1 to 20,000."],
  ["1.5", "8", "calls", "Calls: “1.5” is not a whole number from 1 to 20,000."],
  ["1e3", "8", "calls", "Calls: “1e3” is not a whole number from 1 to 20,000."],
  ["10", "-1", "concurrency", "At a time: “-1” is not a whole number from 1 to 100."],
  ["10", "101", "concurrency", "At a time: “101” is not a whole number from 1 to 100."],
])(
  "%j calls, %j at a time: the field is named with what it may hold",
  (calls, concurrency, field, problem) => {
    expect(parsePlan({ calls, concurrency })).toEqual({ field, problem });
  },
);

import { expect, test } from "vitest";
import { toActivation } from "./case.js";
import { toGlimpse } from "./glimpse.js";

const LOGS = ["2026-01-02T03:04:05.006Z       stdout: first", "2026-01-02T03:04:05.007Z       stderr: last"];

test.each([
  ["a failure's words", { statusCode: 2, result: { error: "out of ink" }, logs: LOGS }, "out of ink"],
  [
    "an error's status and body",
    { statusCode: 1, result: { error: { status: 404, body: "Nobody" } } },
    "404: Nobody",
  ],
  ["a body of data", { statusCode: 1, result: { error: { status: 400, body: { a: 1 } } } }, '400: {"a":1}'],
  ["an error of any other form", { statusCode: 1, result: { error: { code: 7 } } }, '{"code":7}'],
  ["the last line of the log", { logs: LOGS }, "last"],
  ["nothing, when there is nothing", {}, ""],
] as const)("shows %s", (_, known, text) => {
  expect(toGlimpse(toActivation(known))).toBe(text);
});

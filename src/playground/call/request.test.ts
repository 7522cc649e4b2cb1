import { expect, test } from "vitest";
import { guessType, parseHeaders } from "./request.js";

test("reads a header a line and skips empty lines", () => {
  const headers = parseHeaders("Accept: text/html\n\n  X-Time : 10:30 \n");
  expect([...headers]).toEqual([
    ["accept", "text/html"],
    ["x-time", "10:30"],
  ]);
});

test.each(["Accept", ": value", "bad name: value", "a: b\0"])("refuses %j and names its line", (line) => {
  expect(() => parseHeaders(`X: 1\n${line}`)).toThrow("Line 2 is no header");
});

test.each([
  ['{"a":1}', "application/json"],
  ["12", "application/json"],
  ["a=1", "text/plain;charset=UTF-8"],
])("sends %j as %s", (body, type) => {
  expect(guessType(body)).toBe(type);
});

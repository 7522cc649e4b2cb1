import { expect, test } from "vitest";
import { findPlace, toProblem } from "./problem.js";

const URL = "blob:http://localhost:1/4f5a";

test.each([
  ["V8", `Error: no\n    at boom (${URL}:3:15)\n    at ${URL}:9:1`],
  ["SpiderMonkey", `boom@${URL}:3:15\n@${URL}:9:1\n`],
])("finds the topmost place in a stack of %s", (_engine, stack) => {
  expect(findPlace(stack, URL)).toEqual({ line: 3, column: 15 });
});

test("finds no place in other code", () => {
  expect(findPlace("Error: no\n    at https://x/y.js:3:15", URL)).toBeUndefined();
});

test("says what a thrown value was", () => {
  expect(toProblem("no", URL).message).toBe("The code threw no");
  expect(toProblem(Object.create(null), URL).message).toBe("The code threw a value without a text");
});

test("does not name the module by its blob", () => {
  const error = new TypeError(`Failed to fetch dynamically imported module: ${URL}`);
  expect(toProblem(error, URL).message).toBe("An import of the code could not be loaded");
});

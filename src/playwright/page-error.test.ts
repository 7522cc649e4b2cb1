import { expect, test } from "vitest";
import { toTestError } from "./page-error.js";

test.each([
  ["prices is not defined", "Chromium, Firefox"],
  ["Can't find variable: prices", "WebKit"],
])("a name that only the test has is explained: %s (%s)", (message) => {
  const error = toTestError({
    name: "ReferenceError",
    message,
    stack: `ReferenceError: ${message}\n    at f`,
  });
  expect(error.message).toContain("put prices into the page");
  expect(error.stack).toContain("at f");
});

test("other errors stay what they are", () => {
  const error = toTestError({ name: "RangeError", message: "too much", stack: "" });
  expect([error.name, error.message]).toEqual(["RangeError", "too much"]);
});

import { describe, expect, test } from "vitest";
import { isTabserveError, TabserveError } from "./errors.js";

describe("TabserveError", () => {
  test("carries its name, code, message and cause", () => {
    const cause = new Error("why");
    const error = new TabserveError("bad-service", "what", { cause });
    expect({ ...error, name: error.name, message: error.message, cause: error.cause }).toEqual({
      name: "TabserveError",
      code: "bad-service",
      message: "what",
      cause,
    });
  });

  test.each([
    ["one of this copy", true, new TabserveError("bad-service", "x")],
    [
      "one of another copy",
      true,
      Object.assign(new Error("x"), { name: "TabserveError", code: "bad-service" }),
    ],
    ["another error with a code", false, Object.assign(new Error("x"), { code: "bad-service" })],
    ["an error of that name without a code", false, Object.assign(new Error("x"), { name: "TabserveError" })],
    ["an object like one", false, { name: "TabserveError", code: "bad-service" }],
    ["nothing", false, undefined],
  ])("isTabserveError of %s is %j", (_what, expected, value) => {
    expect(isTabserveError(value)).toBe(expected);
  });
});

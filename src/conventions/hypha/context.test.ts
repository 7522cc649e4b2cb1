import { describe, expect, test } from "vitest";
import { toContext } from "./answer.js";
import { type Context, isContextRequired, toArguments } from "./context.js";
import { toAnonymousUser } from "./user.js";

const user = toAnonymousUser("W", "caller", false);
const call = {
  workspace: "W",
  service: "S",
  caller: "caller",
  clientId: "provider",
  session: "random",
  keys: ["api", "v1", "users"],
  user,
};

describe("Hypha, context: its keys", () => {
  test("says who calls whom, what and in which session", () => {
    expect(toContext(call)).toEqual({
      type: "method",
      from: "W/caller",
      to: "W/provider",
      method: "services.S.api.v1.users",
      session: "random",
      ws: "W",
      user,
      connection_type: "http",
    });
  });

  test("names an unknown caller anonymous", () => {
    const { caller: _caller, ...unknown } = call;
    expect(toContext(unknown).from).toBe("W/anonymous");
  });
});

describe("Hypha, context: config.require_context", () => {
  test.each([
    [true, ["f"], true],
    [true, ["api", "v1", "users"], true],
    [false, ["f"], false],
    [false, ["api", "v1", "users"], false],
    [["f"], ["f"], true],
    [["f"], ["g"], false],
    [["f", "g"], ["g"], true],
    [["api"], ["api", "v1", "users"], true],
    [["api"], ["api", "index"], true],
    [["v1"], ["api", "v1", "users"], false],
    [["users"], ["api", "v1", "users"], false],
    [["api/v1"], ["api", "v1"], false],
    [["default"], ["default"], true],
    [["api"], ["api/users"], true],
    [["api/users"], ["api/users"], true],
    [["users"], ["api/users"], false],
    [["ap"], ["api"], false],
    [[], ["f"], false],
    [[""], ["f"], false],
  ])("%j for the function at %j: %j", (setting, keys, expected) => {
    expect(isContextRequired(setting, keys)).toBe(expected);
  });
});

describe("Hypha, context: the last positional argument by fn.length", () => {
  const context: Context = toContext(call);
  const event = { type: "http" };

  test.each([
    ["() or (...args)", 0, [event, context]],
    ["(event)", 1, [event, context]],
    ["(event, context)", 2, [event, context]],
    ["(a, b, c)", 3, [event, undefined, context]],
    ["(a, b, c, d)", 4, [event, undefined, undefined, context]],
  ])("a function %s gets it last", (_shape, length, expected) => {
    expect(toArguments([event], context, length)).toEqual(expected);
  });

  test.each([
    [2, [1, 2, context]],
    [3, [1, 2, context]],
    [4, [1, 2, undefined, context]],
  ])("comes after every argument of a direct call to a function of %i parameters", (length, expected) => {
    expect(toArguments([1, 2], context, length)).toEqual(expected);
  });

  test("is the same object, not a copy", () => {
    expect(toArguments([event], context, 2)[1]).toBe(context);
  });

  test.each([0, 2, 3])("without a context a function of %i parameters gets the arguments alone", (length) => {
    expect(toArguments([event], undefined, length)).toEqual([event]);
  });
});

import { expect, test } from "vitest";
import { checkParameters, parseFunctionName, refuseOtherConvention } from "./invoke.js";

test.each([
  ["S/fn", { id: "S", fn: "fn" }],
  ["client:S/fn", { id: "client:S", fn: "fn" }],
  ["S/a/b", { id: "S", fn: "a/b" }],
])("%j is a function of a package", (name, expected) => {
  expect(parseFunctionName(name)).toEqual(expected);
});

test.each([["fn"], ["/fn"], ["S/"], [""], [1], [undefined]])("%j is none", (name) => {
  expect(() => parseFunctionName(name)).toThrow("it must be package/function");
});

test.each([[null], [[]], ["x"], [1]])("the parameters %j are refused", (parameters) => {
  expect(() => checkParameters(parameters)).toThrow("they must be an object");
});

test.each([[{}], [{ convention: "hypha" }]])("the config %j is refused, with what to do", (config) => {
  expect(() => refuseOtherConvention({ id: "W/c:S", config })).toThrow(
    '(await getService("W/c:S")).functionName(…)',
  );
});

test("DigitalOcean's convention is not", () => {
  expect(() => refuseOtherConvention({ id: "W/c:S", config: { convention: "digitalocean" } })).not.toThrow();
});

import { describe, expect, test } from "vitest";
import { registerDigitalOcean } from "./register.js";

const fn = () => ({ body: "x" });
const register = (config: Record<string, unknown>, members: object = { fn }) =>
  registerDigitalOcean({ id: "S", members, config });

describe("A registered service", () => {
  test("waits a second longer than its slowest function", () => {
    expect(register({}).timeout).toBe(4_000);
    expect(register({ functions: { fn: { limits: { timeout: 10_000 } } } }).timeout).toBe(11_000);
  });

  test("publishes no secrets", () => {
    const secrets = { webSecure: "x", environment: { A: "x" }, parameters: { a: "x" } };
    const own = { web: "raw", limits: { timeout: 5 } };
    const config = { visibility: "public", ...secrets, functions: { fn: { ...own, ...secrets } } };
    expect(register(config).published).toEqual({ visibility: "public", functions: { fn: own } });
  });

  test("counts its version up when it replaces one", () => {
    const first = register({});
    const second = registerDigitalOcean({ id: "S", members: { fn }, config: {} }, first.state);
    expect([first.state.version, second.state.version]).toEqual(["0.0.1", "0.0.2"]);
  });

  test.each([
    ["a function", { fn }, {}],
    ["a module", { fn: { main: fn } }, {}],
    ["a module with another entry point", { fn: { run: fn } }, { main: "run" }],
  ])("takes settings for %s", (_, members, own) => {
    expect(() => register({ functions: { fn: own } }, members)).not.toThrow();
  });

  test.each([
    [
      "nothing",
      {},
      {},
      'the member "fn" is undefined; make it a function, or a module with a function "main"',
    ],
    ["a text", { fn: "x" }, {}, 'the member "fn" is "x"'],
    ["a module without its entry point", { fn: { run: fn } }, {}, 'the member "fn" is an object'],
    ["another entry point", { fn: { main: fn } }, { main: "run" }, 'a module with a function "run"'],
    ["what is inherited", Object.create({ fn }), {}, 'the member "fn" is undefined'],
  ])("refuses settings for %s", (_, members, own, message) => {
    const call = () => register({ functions: { fn: own } }, members);
    expect(call).toThrow("config.functions.fn is for a function that is not there: ");
    expect(call).toThrow(message);
  });
});

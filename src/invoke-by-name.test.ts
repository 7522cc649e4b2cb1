import { expect, test, vi } from "vitest";
import { registerDigitalOcean } from "./conventions/digitalocean/register.js";
import { invokeByName } from "./invoke-by-name.js";
import type { WireInvoke } from "./protocol.js";

const report = vi.fn();
const page = { scope: "https://example.org/", clientId: "c", random: () => "a-b", report };

/** What a page gets that invokes `fn`. */
function invoke(fn: (event: object) => unknown, args: readonly unknown[]) {
  const { invoke } = registerDigitalOcean({ id: "S", members: { fn }, config: { parameters: { a: 1 } } });
  const call: WireInvoke = {
    ...{ type: "invoke", id: 1, at: 0, workspace: "W", service: "S", path: [], args },
    ...{ caller: "c", member: true },
  };
  return invokeByName(invoke, call, page);
}

test.each<[string, (event: object) => unknown, unknown]>([
  ["its result", (event) => event, { a: 1, b: 2 }],
  ["any JSON value", () => [1], [1]],
  ["nothing", () => undefined, {}],
  ["bytes", () => ({ body: new Uint8Array(2) }), { body: new Uint8Array(2) }],
  ["its own error", () => ({ error: "no" }), { error: "no" }],
])("a function gives %s", async (_, fn, value) => {
  expect(await invoke(fn, ["fn", { b: 2 }, true])).toEqual({ ok: true, value });
});

test("a function that throws fails, and tells its page", async () => {
  const error = new Error("told");
  const fail = () => Promise.reject(error);
  expect(await invoke(fail, ["fn", {}, true])).toEqual({ ok: false, code: "handler-threw", message: "told" });
  expect(report).toHaveBeenCalledWith(error);
});

test("nobody waits for a function without blocking", async () => {
  const never = () => new Promise(() => {});
  expect(await invoke(never, ["fn", {}, false])).toEqual({ ok: true, value: { activationId: "ab" } });
});

test.each([[["none", {}, true]], [[]], [[1, 2, 3]], [["__proto__", {}, false]]])(
  "%j finds no function",
  async (args) => {
    expect(await invoke(() => 1, args)).toMatchObject({ ok: false, code: "function-not-found" });
  },
);

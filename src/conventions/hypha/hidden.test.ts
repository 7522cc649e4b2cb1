import { describe, expect, test, vi } from "vitest";
import { toExampleCall, toExamplePage } from "../../example-call.js";
import { FunctionLog } from "../function-log.js";
import type { HyphaEvent } from "./event.js";
import { addHidden } from "./hidden.js";

const ALL = ["signal", "log", "error", "url"] as const;
const { signal } = new AbortController();

function hide(argument: object, page = {}) {
  addHidden(argument, { call: toExampleCall(), page: toExamplePage({ signal: () => signal, ...page }) }, ALL);
  return argument as HyphaEvent;
}

describe("what an event has beside its data", () => {
  const data = { type: "http", state: { a: [1] } };

  test.each<[string, (event: object) => unknown]>([
    ["as JSON", (event) => JSON.parse(JSON.stringify(event))],
    ["cloned", (event) => structuredClone(event)],
    ["copied", (event) => ({ ...event })],
    ["assigned", (event) => Object.assign({}, event)],
    ["by its entries", (event) => Object.fromEntries(Object.entries(event))],
  ])("is not there when it is sent on %s", (_how, copy) => {
    const copied = copy(hide({ ...data }));
    expect(copied).toStrictEqual(data);
    expect(ALL.filter((key) => key in (copied as object))).toEqual([]);
  });

  test("does not tell in a loop over its keys", () => {
    const keys: string[] = [];
    for (const key in hide({ ...data })) keys.push(key);
    expect(keys).toEqual(["type", "state"]);
  });

  test.each<[string, (event: HyphaEvent) => HyphaEvent]>([
    ["itself", (event) => event],
    ["a proxy of it", (event) => new Proxy(event, {})],
    ["what inherits from it", (event) => Object.create(event)],
  ])("can be read of %s", (_what, wrap) => {
    const { signal: read, url } = wrap(hide({ ...data }));
    expect([read === signal, url]).toEqual([true, "https://example.org/W/apps/S/f"]);
  });

  test("is its own: two calls at the same time have two logs", () => {
    const logs = [1, 2].map(() => new FunctionLog(1, () => 0));
    const [first, second] = logs.map((log) => hide({}, { log }));
    const { log } = first as HyphaEvent;
    second?.error?.("second");
    log?.("first");
    expect(logs.map(({ lines }) => lines)).toEqual([
      [{ time: 0, stream: "stdout", text: "first" }],
      [{ time: 0, stream: "stderr", text: "second" }],
    ]);
  });

  test("is made when it is looked at", () => {
    const make = vi.fn(() => signal);
    const event = hide({}, { signal: make });
    expect(make).not.toHaveBeenCalled();
    void event.signal;
    expect(make).toHaveBeenCalledOnce();
  });

  test("can be replaced by a test of a handler", () => {
    const event = Object.defineProperty(hide({}), "url", { value: "other" });
    expect(event.url).toBe("other");
  });
});

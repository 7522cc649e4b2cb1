import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ConnectOptions } from "../options.js";
import type { Workspace } from "../workspace.js";
import { HotModule } from "./hot-module.js";

/** What was done to connections, in order: `register a`, `register a overwrite`, `unregister a`, `disconnect`. */
let log: string[];
let opened: ConnectOptions[];

/** A connection as far as the module can tell. */
async function open(options: ConnectOptions = {}): Promise<Workspace> {
  opened.push(options);
  if (options.workspace === "broken") throw new Error("no worker");
  const workspace: Partial<Workspace> = {
    registerService: async (definition, { overwrite } = {}) => {
      log.push(`register ${(definition as { id: string }).id}${overwrite ? " overwrite" : ""}`);
      return definition as never;
    },
    unregisterService: async (service) => void log.push(`unregister ${service}`),
    disconnect: async () => void log.push("disconnect"),
    off: (event) => void log.push(`off ${event}`),
  };
  return workspace as Workspace;
}

beforeEach(() => {
  vi.useFakeTimers();
  log = [];
  opened = [];
});

afterEach(() => {
  vi.useRealTimers();
});

/** Runs a version of the module; gives the connection it got. */
async function run(
  module: HotModule,
  ids: readonly string[],
  options: ConnectOptions = {},
): Promise<Workspace> {
  module.begin();
  const api = await module.connect(options);
  for (const id of ids) await api.registerService({ id });
  module.end();
  return api;
}

const settle = () => vi.advanceTimersByTimeAsync(1_000);

test("the next version gets the connection, and puts its functions in the place of the old ones", async () => {
  const module = new HotModule(open);
  await run(module, ["a"]);
  await run(module, ["a"]);
  await settle();
  expect(opened).toHaveLength(1);
  expect(log.filter((line) => !line.startsWith("off"))).toEqual(["register a", "register a overwrite"]);
});

test("what the next version does not register is withdrawn a second after it has run", async () => {
  const module = new HotModule(open);
  await run(module, ["a", "b"]);
  await run(module, ["b", "c"]);
  expect(log).not.toContain("unregister a");
  await settle();
  expect(log.filter((line) => line.startsWith("unregister"))).toEqual(["unregister a"]);
});

test("a version that does not run to its end withdraws nothing", async () => {
  const module = new HotModule(open);
  await run(module, ["a"]);
  module.begin();
  await settle();
  expect(log).not.toContain("unregister a");
});

test("a version that takes its time after connecting withdraws nothing before its end", async () => {
  const module = new HotModule(open);
  await run(module, ["a"]);
  module.begin();
  const api = await module.connect();
  await settle();
  expect(log).not.toContain("unregister a");
  await api.registerService({ id: "a" });
  module.end();
  await settle();
  expect(log).not.toContain("unregister a");
});

test("a connection that is not asked for any more stays, without services, for a later version", async () => {
  const module = new HotModule(open);
  await run(module, ["a"], { workspace: "one" });
  await run(module, ["a"], { workspace: "two" });
  await settle();
  await run(module, ["a"], { workspace: "one" });
  expect(opened).toEqual([{ workspace: "one" }, { workspace: "two" }]);
  expect(log.filter((line) => line.startsWith("unregister"))).toEqual(["unregister a"]);
  expect(log).not.toContain("disconnect");
});

test("a version that connects twice has two connections", async () => {
  const module = new HotModule(open);
  module.begin();
  await Promise.all([module.connect(), module.connect()]);
  module.begin();
  await Promise.all([module.connect(), module.connect(), module.connect()]);
  expect(opened).toHaveLength(3);
});

test("an id that a version registers twice is refused as without Vite", async () => {
  const module = new HotModule(open);
  await run(module, ["a", "a"]);
  expect(log).toEqual(["register a", "register a"]);
});

test("while modules are replaced, another module's functions may take the place of its old ones", async () => {
  const module = new HotModule(open);
  const api = await run(module, ["a"]);
  module.update();
  await api.registerService({ id: "a" });
  await settle();
  await api.registerService({ id: "a" });
  expect(log).toEqual(["register a", "register a overwrite", "register a"]);
});

test("what a version does after the next one has its connection changes nothing", async () => {
  const module = new HotModule(open);
  const old = await run(module, ["a"]);
  await run(module, ["a"]);
  log = [];
  await old.registerService({ id: "a" });
  const ended = Promise.all([old.unregisterService("a"), old.disconnect()]);
  await settle();
  await ended;
  expect(log).toEqual([]);
});

test("a version that asks for no connection leaves the last one's functions in place", async () => {
  const module = new HotModule(open);
  await run(module, ["a"]);
  module.begin();
  module.end();
  await settle();
  expect(log).toEqual(["register a"]);
});

test("what leaves a moment before its next version comes is not missed", async () => {
  const module = new HotModule(open);
  const old = await run(module, ["a"]);
  module.begin();
  module.end();
  const ended = old.disconnect();
  const api = await module.connect();
  await api.registerService({ id: "a" });
  await settle();
  await ended;
  expect(log.filter((line) => !line.startsWith("off"))).toEqual(["register a", "register a overwrite"]);
});

test("what leaves after a replacement that did not concern it is gone a second later", async () => {
  const module = new HotModule(open);
  const old = await run(module, ["a"]);
  module.begin();
  module.end();
  const ended = old.disconnect();
  await settle();
  await ended;
  expect(log).toEqual(["register a", "disconnect"]);
});

test("a version that connects late has its time from then on", async () => {
  const module = new HotModule(open);
  await run(module, ["a", "b"]);
  module.begin();
  module.end();
  await settle();
  const api = await module.connect();
  await api.registerService({ id: "a" });
  await settle();
  expect(log.at(-1)).toBe("unregister b");
});

test("the present version disconnects and unregisters as without Vite", async () => {
  const module = new HotModule(open);
  const api = await run(module, ["a", "b"]);
  await api.unregister_service("local/me:a");
  await api.disconnect();
  expect(log).toEqual(["register a", "register b", "unregister local/me:a", "disconnect"]);
  await run(module, ["b"]);
  expect(opened).toHaveLength(2);
});

test("listeners of the old version are gone before the next one adds its own", async () => {
  const module = new HotModule(open);
  await run(module, []);
  await run(module, []);
  expect(log).toEqual(["off service_added", "off service_updated", "off service_removed"]);
});

test("a connection that failed is tried again", async () => {
  const module = new HotModule(open);
  await expect(run(module, [], { workspace: "broken" })).rejects.toThrow("no worker");
  await expect(run(module, [], { workspace: "broken" })).rejects.toThrow("no worker");
  expect(opened).toHaveLength(2);
});

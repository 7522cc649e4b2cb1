import * as Comlink from "comlink";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Registry } from "../src/host/registry.js";
import type { Hello, Host, ServiceQuery } from "../src/protocol.js";
import { toService } from "../src/service.js";
import type { ServiceDefinition } from "../src/service-definition.js";
import { Deaths } from "./deaths.js";

interface Arrival {
  readonly event: { readonly ports: readonly MessagePort[] };
  readonly client: { readonly id: string };
  readonly boot: string;
  readonly deaths: Deaths;
  readonly registry: Registry;
  readonly recovery: { settle(): Promise<void>; resolve(lock: string): void };
}

interface Module {
  acceptHello(hello: Hello, arrival: Arrival): void;
}

// The types of control.ts need the worker's library, which tests are checked without.
const { acceptHello } = await vi.importActual<Module>("./control.js");

const ports: MessagePort[] = [];
/** What happens when a lock is free, by its name. */
const grants = new Map<string, () => void>();

beforeEach(() => {
  const request = async (name: string, grant: () => void) => {
    grants.set(name, grant);
  };
  vi.stubGlobal("navigator", { locks: { request } });
  vi.stubGlobal("self", { clients: { get: async () => undefined } });
});
afterEach(() => {
  vi.unstubAllGlobals();
  grants.clear();
  for (const port of ports.splice(0)) port.close();
});

interface PageOptions {
  readonly workspace?: string;
  /** The worker's id of the page; a page may have several connections. */
  readonly client?: string;
  readonly onResolve?: (lock: string) => void;
  /** Answers what other pages invoke. */
  readonly onInvoke?: (call: object) => unknown;
}

/** Connects a page, and gives what it may ask. */
function join(registry: Registry, clientId: string, options: PageOptions = {}) {
  const { workspace = "W", client = clientId, onResolve = () => {}, onInvoke } = options;
  const control = new MessageChannel();
  const calls = new MessageChannel();
  ports.push(control.port1, control.port2, calls.port1, calls.port2);
  calls.port1.onmessage = ({ data }) => {
    if (data.type === "invoke")
      calls.port1.postMessage({ type: "outcome", id: data.id, ok: true, value: onInvoke?.(data) });
  };
  const hello: Hello = { lock: clientId, workspace, clientId, services: [], left: [], watch: false };
  acceptHello(hello, {
    event: { ports: [control.port2, calls.port2] },
    client: { id: client },
    boot: "boot",
    deaths: new Deaths(),
    registry,
    recovery: { settle: async () => {}, resolve: onResolve },
  });
  // As in the page: Comlink's types spread a promise over the members of a union.
  const host = Comlink.wrap(control.port1) as unknown as Host;
  const place = { workspace, clientId, scope: "https://example.org/", notify: true };
  return {
    host,
    register: (definition: ServiceDefinition) => host.register(toService(definition, place).wire),
    list: async (query: ServiceQuery = {}) => (await host.list(query)).map((info) => JSON.parse(info).id),
  };
}

const toSingleton = (singleton: boolean) => ({ id: "S", config: { singleton } });

describe("a page that says hello", () => {
  test("is in the registry and is waited for no longer", () => {
    const registry = new Registry();
    const onResolve = vi.fn();
    join(registry, "c1", { onResolve });
    expect(registry.get("c1")).toMatchObject({ clientId: "c1", client: "c1", workspace: "W" });
    expect(onResolve).toHaveBeenCalledExactlyOnceWith("c1");
  });

  test("without its ports is not taken in", () => {
    const registry = new Registry();
    const hello: Hello = { lock: "l", workspace: "W", clientId: "c1", services: [], left: [], watch: false };
    const recovery = { settle: async () => {}, resolve: () => {} };
    acceptHello(hello, {
      event: { ports: [] },
      client: { id: "c1" },
      boot: "boot",
      deaths: new Deaths(),
      registry,
      recovery,
    });
    expect(registry.get("l")).toBeUndefined();
  });

  test("one that is no hello of ours is left alone", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.record({ lock: fc.string(), services: fc.anything() })),
        (hello) => {
          const registry = new Registry();
          const { port1, port2 } = new MessageChannel();
          ports.push(port1, port2);
          acceptHello(hello as Hello, {
            event: { ports: [port1, port2] },
            client: { id: "c1" },
            boot: "boot",
            deaths: new Deaths(),
            registry,
            recovery: { settle: async () => {}, resolve: () => {} },
          });
          expect([...registry.providers]).toEqual([]);
        },
      ),
    );
  });

  test("is gone, with its services, when its lock is free", async () => {
    const registry = new Registry();
    const { register } = join(registry, "c1");
    await register({ id: "S" });
    grants.get("c1")?.();
    expect([registry.get("c1"), registry.find("W", { id: "S" })]).toEqual([undefined, []]);
  });

  test("is ready, and may begin to watch", async () => {
    const registry = new Registry();
    const { host } = join(registry, "c1");
    await host.ready();
    await host.watch(true);
    expect(registry.hasWatchers).toBe(true);
  });
});

describe("Hypha, registerService at the worker", () => {
  test("the service has a provider from then on, until it is unregistered", async () => {
    const registry = new Registry();
    const { register, host } = join(registry, "c1");
    expect(await register({ id: "S" })).toEqual({ ok: true, value: null });
    const before = registry.find("W", { id: "S" }).length;
    await host.unregister("S");
    expect([before, registry.find("W", { id: "S" }).length]).toEqual([1, 0]);
  });

  test("the same id of another client is a second instance", async () => {
    const registry = new Registry();
    for (const clientId of ["c1", "c2"]) await join(registry, clientId).register({ id: "S" });
    expect(registry.find("W", { id: "S" }).map(({ provider }) => provider.clientId)).toEqual(["c1", "c2"]);
  });

  test.each([
    ["the first is a singleton", true, false],
    ["the second is a singleton", false, true],
    ["both are", true, true],
  ])("unless %s: then it is refused, and the holder is named", async (_what, first, second) => {
    const registry = new Registry();
    await join(registry, "c1").register(toSingleton(first));
    expect(await join(registry, "c2").register(toSingleton(second))).toEqual({
      ok: false,
      code: "service-exists",
      message:
        "Service already exists: S, as a singleton of client c1; unregister it there or use a different id",
    });
    expect(registry.find("W", { id: "S" })).toHaveLength(1);
  });

  test("a singleton may be registered again by its own client", async () => {
    const { register } = join(new Registry(), "c1");
    await register(toSingleton(true));
    expect(await register(toSingleton(true))).toMatchObject({ ok: true });
  });

  test("a singleton of another workspace or of another id is no obstacle", async () => {
    const registry = new Registry();
    await join(registry, "c1", { workspace: "X" }).register(toSingleton(true));
    await join(registry, "c2").register({ id: "T", config: { singleton: true } });
    expect(await join(registry, "c3").register(toSingleton(true))).toMatchObject({ ok: true });
  });

  test("every change is told", async () => {
    const registry = new Registry();
    const { register, host } = join(registry, "c1");
    const onChange = vi.fn();
    registry.onChange = onChange;
    await register({ id: "S" });
    await host.unregister("S");
    await host.unregister("S");
    expect(onChange).toHaveBeenCalledTimes(2);
  });
});

describe("Hypha, listServices at the worker", () => {
  /** A workspace with a service of each visibility, and a page of another workspace. */
  async function open() {
    const registry = new Registry();
    const owner = join(registry, "c1");
    await owner.register({ id: "public", type: "functions", name: "Name", config: { visibility: "public" } });
    await owner.register({ id: "protected" });
    await owner.register({ id: "unlisted", config: { visibility: "unlisted" } });
    return { registry, owner, outsider: join(registry, "c9", { workspace: "X" }) };
  }

  test("a member sees public and protected ones, newest first", async () => {
    const { owner } = await open();
    expect(await owner.list()).toEqual(["W/c1:protected", "W/c1:public"]);
  });

  test("a member who asks for unlisted ones sees them too", async () => {
    const { owner } = await open();
    expect(await owner.list({ includeUnlisted: true })).toEqual([
      "W/c1:unlisted",
      "W/c1:protected",
      "W/c1:public",
    ]);
  });

  test.each([false, true])(
    "an outsider sees public ones only (includeUnlisted: %j)",
    async (includeUnlisted) => {
      const { outsider } = await open();
      expect(await outsider.list({ workspace: "W", includeUnlisted })).toEqual(["W/c1:public"]);
    },
  );

  test("the workspace is the page's own, unless it names one", async () => {
    const { outsider } = await open();
    expect(await outsider.list()).toEqual([]);
  });

  test("a page with a connection to both is a member of both", async () => {
    const { registry } = await open();
    const both = join(registry, "c2", { client: "c9" });
    expect(await both.list()).toHaveLength(2);
    expect(
      await join(registry, "c3", { client: "c9", workspace: "Y" }).list({ workspace: "W" }),
    ).toHaveLength(2);
  });

  test.each<[ServiceQuery, string[]]>([
    [{ id: "public" }, ["W/c1:public"]],
    [{ id: "c1:public" }, ["W/c1:public"]],
    [{ id: "*:public" }, ["W/c1:public"]],
    [{ id: "c2:public" }, []],
    [{ id: "*" }, []],
    [{ id: "unlisted" }, []],
    [{ type: "functions" }, ["W/c1:public"]],
    [{ type: "generic" }, ["W/c1:protected"]],
    [{ name: "Name" }, ["W/c1:public"]],
    [{ name: "protected" }, ["W/c1:protected"]],
    [{ name: "nothing" }, []],
    [{ visibility: "protected" }, ["W/c1:protected"]],
    [{ id: "public", type: "functions", name: "Name", visibility: "public" }, ["W/c1:public"]],
    [{ id: "public", type: "generic" }, []],
  ])("every given key must match: %j", async (query, ids) => {
    const { owner } = await open();
    expect(await owner.list(query)).toEqual(ids);
  });
});

describe("Hypha, getService's calls at the worker", () => {
  async function open(config = {}) {
    const registry = new Registry();
    const onInvoke = vi.fn((_call: object) => "result");
    const owner = join(registry, "c1", { onInvoke });
    await owner.register({ id: "S", config });
    const invokeFrom = (caller: { host: Host }, id = "S") =>
      caller.host.invoke({ workspace: "W", id, path: ["f"], args: [1] });
    return { registry, onInvoke, invokeFrom };
  }

  test("go to the provider, with who calls", async () => {
    const { registry, onInvoke, invokeFrom } = await open();
    expect(await invokeFrom(join(registry, "c2"), "c1:S")).toMatchObject({ ok: true, value: "result" });
    expect(onInvoke).toHaveBeenCalledExactlyOnceWith({
      type: "invoke",
      id: 1,
      at: expect.any(Number),
      workspace: "W",
      service: "S",
      path: ["f"],
      args: [1],
      caller: "c2",
      member: true,
    });
  });

  test("go to the newest provider", async () => {
    const { registry, onInvoke, invokeFrom } = await open();
    const newest = join(registry, "c2", { onInvoke: () => "newest" });
    await newest.register({ id: "S" });
    expect(await invokeFrom(newest)).toMatchObject({ value: "newest" });
    expect(onInvoke).not.toHaveBeenCalled();
  });

  test.each([
    ["T", "Service not found: W/T"],
    ["c9:S", "Service not found: W/c9:S"],
    ["a:b:S", 'Invalid service id: a:b:S has more than one ":"; use service or clientid:service'],
  ])("to %s find no service", async (id, message) => {
    const { registry, invokeFrom } = await open();
    expect(await invokeFrom(join(registry, "c2"), id)).toEqual({
      ok: false,
      code: "service-not-found",
      message,
    });
  });

  test("of an outsider are refused by a protected service", async () => {
    const { registry, onInvoke, invokeFrom } = await open();
    expect(await invokeFrom(join(registry, "c9", { workspace: "X" }))).toEqual({
      ok: false,
      code: "not-permitted",
      message: "Permission denied for workspace W",
    });
    expect(onInvoke).not.toHaveBeenCalled();
  });

  test("of an outsider reach a public service, which is told that it is none of its members", async () => {
    const { registry, onInvoke, invokeFrom } = await open({ visibility: "public" });
    expect(await invokeFrom(join(registry, "c9", { workspace: "X" }))).toMatchObject({ ok: true });
    expect(onInvoke.mock.calls[0]?.[0]).toMatchObject({ caller: "c9", member: false });
  });

  test("fail when the provider dies", async () => {
    const { registry, invokeFrom } = await open();
    const dying = join(registry, "c2", { onInvoke: () => grants.get("c2")?.() });
    await dying.register({ id: "S" });
    expect(await invokeFrom(join(registry, "c3"), "c2:S")).toEqual({
      ok: false,
      code: "provider-gone",
      message: "The page is gone",
    });
  });
});

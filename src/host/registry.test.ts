import { afterEach, describe, expect, test, vi } from "vitest";
import type { WireService } from "../protocol.js";
import { Provider } from "./provider.js";
import { type Instance, Registry } from "./registry.js";

const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** A connected page; its services by id, with their times of registration. */
function toProvider(
  lock: string,
  services: Readonly<Record<string, number>> = {},
  { workspace = "W", client = `client of ${lock}`, clientId = `id of ${lock}`, watch = false } = {},
): Provider {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const hello = {
    lock,
    workspace,
    clientId,
    watch,
    left: [],
    services: Object.entries(services).map(toWireService),
  };
  return new Provider(hello, { boot: "boot", client, calls: port1 });
}

function toWireService([id, since]: [string, number]): WireService {
  return {
    id,
    type: "functions",
    visibility: "public",
    singleton: false,
    streams: false,
    notify: true,
    timeout: 1_000,
    since,
    info: "{}",
  };
}

function toRegistry(...providers: Provider[]): Registry {
  const registry = new Registry();
  for (const provider of providers) registry.add(provider);
  return registry;
}

const namesOf = (instances: readonly Instance[]) =>
  instances.map(({ provider, service }) => `${provider.lock}:${service.id}`);

describe("the registry: pages come and go", () => {
  test("a page is known by its lock", () => {
    const provider = toProvider("a");
    expect(toRegistry(provider).get("a")).toBe(provider);
  });

  test("an unknown lock is nobody's", () => {
    expect(toRegistry(toProvider("a")).get("b")).toBeUndefined();
  });

  test("a page that went is unknown", () => {
    const provider = toProvider("a", { S: 1 });
    const registry = toRegistry(provider, toProvider("b"));
    registry.remove(provider);
    expect(registry.get("a")).toBeUndefined();
    expect([...registry.providers].map(({ lock }) => lock)).toEqual(["b"]);
  });

  test("a new session of a connection takes the place of the old one, which retires", () => {
    const old = toProvider("a", { S: 1 });
    const retire = vi.spyOn(old, "retire");
    const registry = toRegistry(old, toProvider("a", { T: 1 }));
    expect(namesOf(registry.list("W"))).toEqual(["a:T"]);
    expect(retire).toHaveBeenCalledOnce();
  });

  test("the end of the old session leaves the new one", () => {
    const old = toProvider("a");
    const next = toProvider("a");
    const registry = toRegistry(old, next);
    registry.remove(old);
    expect(registry.get("a")).toBe(next);
  });

  test("every coming and going is told", () => {
    const registry = new Registry();
    const onChange = vi.fn();
    registry.onChange = onChange;
    const provider = toProvider("a");
    registry.add(provider);
    registry.notify();
    registry.remove(provider);
    expect(onChange).toHaveBeenCalledTimes(3);
  });

  test("the removal of a page that is not there is not told", () => {
    const registry = new Registry();
    const onChange = vi.fn();
    registry.onChange = onChange;
    registry.remove(toProvider("a"));
    expect(onChange).not.toHaveBeenCalled();
  });

  test("somebody watches when one page does", () => {
    const watching = toProvider("b", {}, { watch: true });
    expect(toRegistry(toProvider("a"), watching).hasWatchers).toBe(true);
  });

  test("nobody watches when no page does", () => {
    expect([toRegistry(), toRegistry(toProvider("a"))].map((it) => it.hasWatchers)).toEqual([false, false]);
  });
});

describe("the registry: workspaces and their members", () => {
  test("a workspace exists from the first page on, also when it has gone", () => {
    const provider = toProvider("a");
    const registry = toRegistry(provider);
    registry.remove(provider);
    expect([registry.hasWorkspace("W"), registry.hasWorkspace("X")]).toEqual([true, false]);
  });

  test.each([
    ["page", "W", true],
    ["page", "X", true],
    ["page", "Y", false],
    ["other", "W", false],
    ["", "W", false],
    ["", "Z", false],
  ])("the worker's client %j is a member of %s: %j", (client, workspace, expected) => {
    const registry = toRegistry(
      toProvider("a", {}, { client: "page" }),
      toProvider("b", {}, { client: "page", workspace: "X" }),
      toProvider("c", {}, { client: "another", workspace: "Y" }),
      toProvider("d", {}, { client: "", workspace: "Z" }),
    );
    expect(registry.isMember(client, workspace)).toBe(expected);
  });

  test("a page's connection is found by workspace", () => {
    const wanted = toProvider("b", {}, { client: "page", workspace: "X" });
    const registry = toRegistry(toProvider("a", {}, { client: "page" }), wanted);
    expect(registry.findByClient("page", "X")).toBe(wanted);
  });

  test("a page that went is no member", () => {
    const provider = toProvider("a", {}, { client: "page" });
    const registry = toRegistry(provider);
    registry.remove(provider);
    expect(registry.isMember("page", "W")).toBe(false);
  });
});

describe("the registry: who provides a service", () => {
  const threePages = () =>
    toRegistry(
      toProvider("new", { S: 3, T: 9 }),
      toProvider("old", { S: 1 }),
      toProvider("mid", { S: 2 }),
      toProvider("elsewhere", { S: 0 }, { workspace: "X" }),
    );

  test("everybody in the workspace, oldest registration first", () => {
    expect(namesOf(threePages().find("W", { id: "S" }))).toEqual(["old:S", "mid:S", "new:S"]);
  });

  test("of two, too, the oldest registration first", () => {
    const registry = toRegistry(toProvider("new", { S: 2 }), toProvider("old", { S: 1 }));
    expect(namesOf(registry.find("W", { id: "S" }))).toEqual(["old:S", "new:S"]);
  });

  test("one provider alone", () => {
    expect(namesOf(threePages().find("W", { id: "T" }))).toEqual(["new:T"]);
  });

  test("one client's alone, when it is named", () => {
    expect(namesOf(threePages().find("W", { id: "S", clientId: "id of mid" }))).toEqual(["mid:S"]);
  });

  test.each([
    ["an unknown service", "W", { id: "U" }],
    ["an unknown workspace", "Y", { id: "S" }],
    ["a client that does not provide it", "W", { id: "T", clientId: "id of old" }],
    ["an unknown client", "W", { id: "S", clientId: "nobody" }],
    ["a client of another workspace", "W", { id: "S", clientId: "id of elsewhere" }],
    ["the worker's id of a client", "W", { id: "S", clientId: "client of old" }],
    ["a part of an id", "W", { id: "" }],
  ])("nobody for %s", (_what, workspace, reference) => {
    expect(threePages().find(workspace, reference)).toEqual([]);
  });

  test("a service that comes later is found", () => {
    const provider = toProvider("a");
    const registry = toRegistry(provider);
    provider.services.set("S", toWireService(["S", 1]));
    expect(namesOf(registry.find("W", { id: "S" }))).toEqual(["a:S"]);
  });

  test("everything in a workspace is listed, newest registration first", () => {
    expect(namesOf(threePages().list("W"))).toEqual(["new:T", "new:S", "mid:S", "old:S"]);
  });

  test("an unknown workspace has nothing to list", () => {
    expect(threePages().list("Y")).toEqual([]);
  });
});

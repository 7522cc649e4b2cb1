import { afterEach, describe, expect, test, vi } from "vitest";
import type { ToPage, Visibility, WireService } from "../protocol.js";
import { Provider } from "./provider.js";
import { Registry } from "./registry.js";
import { tellWatchers } from "./watch.js";

const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function toWireService(id: string, visibility: Visibility = "public", notify = true): WireService {
  return {
    id,
    type: "functions",
    visibility,
    singleton: false,
    notify,
    streams: false,
    timeout: 1_000,
    since: 0,
    info: id,
  };
}

/** A connected page, and the lists that it was told. */
function toPage(
  lock: string,
  services: readonly WireService[],
  { watch = false, workspace = "W" } = {},
): { provider: Provider; told: (readonly string[])[] } {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const told: (readonly string[])[] = [];
  port2.onmessage = ({ data }: MessageEvent<ToPage>) => {
    if (data.type === "services") told.push(data.services);
  };
  const hello = { lock, workspace, clientId: lock, services, left: [], watch };
  return { provider: new Provider(hello, { boot: "boot", client: lock, calls: port1 }), told };
}

function watchedBy(watcher: { provider: Provider }, settle = async () => {}): Registry {
  const registry = new Registry();
  tellWatchers(registry, { settle });
  registry.add(watcher.provider);
  return registry;
}

describe("a page that watches", () => {
  test("is told what its workspace offers to members, and what asks not to be told is left out", async () => {
    const services = [
      toWireService("public"),
      toWireService("protected", "protected"),
      toWireService("unlisted", "unlisted"),
      toWireService("quiet", "public", false),
    ];
    const watcher = toPage("a", services, { watch: true });
    watchedBy(watcher);
    await vi.waitFor(() => expect(watcher.told).toEqual([["public", "protected"]]));
  });

  test("is told once for all changes of a turn", async () => {
    const watcher = toPage("a", [], { watch: true });
    const registry = watchedBy(watcher);
    for (const id of ["b", "c", "d"]) registry.add(toPage(id, [toWireService(id)]).provider);
    await vi.waitFor(() => expect(watcher.told).toEqual([["b", "c", "d"]]));
  });

  test("is told again at the next change", async () => {
    const watcher = toPage("a", [], { watch: true });
    const registry = watchedBy(watcher);
    await vi.waitFor(() => expect(watcher.told).toHaveLength(1));
    registry.add(toPage("b", [toWireService("b")]).provider);
    await vi.waitFor(() => expect(watcher.told).toEqual([[], ["b"]]));
  });

  test("is never told a half-rebuilt list", async () => {
    let settle: () => void = () => {};
    const rebuilt = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const watcher = toPage("a", [], { watch: true });
    const registry = watchedBy(watcher, () => rebuilt);
    registry.add(toPage("b", [toWireService("b")]).provider);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(watcher.told).toEqual([]);
    settle();
    await vi.waitFor(() => expect(watcher.told).toEqual([["b"]]));
  });

  test("hears nothing of another workspace", async () => {
    const watcher = toPage("a", [], { watch: true });
    watchedBy(watcher).add(toPage("b", [toWireService("b")], { workspace: "X" }).provider);
    await vi.waitFor(() => expect(watcher.told).toEqual([[]]));
  });
});

describe("a page that does not watch", () => {
  test("is told nothing, whoever else watches", async () => {
    const [watcher, other] = [toPage("a", [], { watch: true }), toPage("b", [toWireService("b")])];
    watchedBy(watcher).add(other.provider);
    await vi.waitFor(() => expect(watcher.told).toHaveLength(1));
    expect(other.told).toEqual([]);
  });

  test("costs nothing when nobody watches", () => {
    const settle = vi.fn(async () => {});
    watchedBy(toPage("a", [toWireService("a")]), settle);
    expect(settle).not.toHaveBeenCalled();
  });
});

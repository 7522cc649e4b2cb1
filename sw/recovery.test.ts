import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Provider } from "../src/host/provider.js";
import { Registry } from "../src/host/registry.js";
import { formatLockName, type Hello } from "../src/protocol.js";
import { Deaths } from "./deaths.js";

interface Recovery {
  readonly isOver: boolean;
  settle(isEnough: () => boolean): Promise<void>;
  isMissing(client: string): boolean;
  isSilent(workspace: string): boolean;
  isUncertain(workspace: string): boolean;
  askToJoin(client: object, lock: string): void;
  resolve(lock: string): void;
}

interface Module {
  readonly Recovery: new (registry: Registry, deaths: Deaths, scope: string) => Recovery;
}

// The types of recovery.ts need the worker's library, which tests are checked without.
const { Recovery } = await vi.importActual<Module>("./recovery.js");

const SCOPE = "https://example.org/a/";
const ports: MessagePort[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  for (const port of ports.splice(0)) port.close();
});

/** The lock of a page. */
function lockOf(client: string, { workspace = "W", scope = "/a/" } = {}): string {
  return formatLockName({ scope, workspace, client, nonce: "n" });
}

/** A worker that starts while pages hold these locks. */
function restart(held: readonly string[], { joined = [] as readonly string[], alive = true } = {}) {
  const grants = new Map<string, () => void>();
  const posted: unknown[] = [];
  vi.stubGlobal("navigator", {
    locks: {
      query: async () => ({ held: held.map((name) => ({ name })) }),
      request: async (name: string, grant: () => void) => {
        grants.set(name, grant);
      },
    },
  });
  const page = (id: string) => ({ postMessage: (data: object) => posted.push({ to: id, ...data }) });
  vi.stubGlobal("self", { clients: { get: async (id: string) => (alive ? page(id) : undefined) } });
  const registry = new Registry();
  for (const lock of joined) registry.add(toProvider(lock));
  const recovery = new Recovery(registry, new Deaths(), SCOPE);
  return { recovery, posted, die: (name: string) => grants.get(name)?.() };
}

function toProvider(lock: string): Provider {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const hello: Hello = { lock, workspace: "W", clientId: "c", services: [], left: [], watch: false };
  return new Provider(hello, { boot: "boot", client: "client", calls: port1 });
}

/** Milliseconds until a wait is over, in steps of 50; `undefined` when it is not after 6 s. */
async function timeOf(wait: Promise<void>): Promise<number | undefined> {
  let isOver = false;
  wait.then(() => {
    isOver = true;
  });
  for (let time = 0; time <= 6_000; time += 50) {
    await vi.advanceTimersByTimeAsync(time === 0 ? 0 : 50);
    if (isOver) return time;
  }
  return undefined;
}

const never = () => false;
const always = () => true;

describe("a worker that starts: how long a request waits", () => {
  test.each([
    ["without any lock", []],
    ["with locks of others", ["other", "tabserve/%/b/c/d"]],
    ["with locks of another scope", [lockOf("p", { scope: "/b/" }), lockOf("p", { scope: "/" })]],
  ])("%s: not at all", async (_what, held) => {
    const { recovery } = restart(held);
    expect(await timeOf(recovery.settle(never))).toBe(0);
    expect(recovery.isOver).toBe(true);
  });

  test("for a page that has joined before: not at all", async () => {
    const { recovery } = restart([lockOf("p")], { joined: [lockOf("p")] });
    expect(await timeOf(recovery.settle(never))).toBe(0);
  });

  test("for a page that is silent: five seconds, then never again", async () => {
    const { recovery } = restart([lockOf("p")]);
    expect(await timeOf(recovery.settle(never))).toBe(5_000);
    expect(recovery.isOver).toBe(true);
    expect(await timeOf(recovery.settle(never))).toBe(0);
  });

  test("for the rest, when there is enough: a tenth of a second, and it is not over", async () => {
    const { recovery } = restart([lockOf("p")]);
    expect(await timeOf(recovery.settle(always))).toBe(100);
    expect(recovery.isOver).toBe(false);
  });

  test("less when it comes later", async () => {
    const { recovery } = restart([lockOf("p")]);
    recovery.settle(never);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(await timeOf(recovery.settle(never))).toBe(1_000);
    expect(await timeOf(recovery.settle(always))).toBe(0);
  });
});

describe("a worker that starts: what ends the wait", () => {
  test("the last page joins", async () => {
    const { recovery } = restart([lockOf("p"), lockOf("q")]);
    const wait = recovery.settle(never);
    await vi.advanceTimersByTimeAsync(1_000);
    recovery.resolve(lockOf("p"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(recovery.isOver).toBe(false);
    recovery.resolve(lockOf("q"));
    await wait;
    expect(recovery.isOver).toBe(true);
  });

  test("the page dies: its lock is granted", async () => {
    const { recovery, die } = restart([lockOf("p")]);
    const wait = recovery.settle(never);
    await vi.advanceTimersByTimeAsync(1_000);
    die(lockOf("p"));
    expect(await timeOf(wait)).toBe(0);
  });

  test("every request that waits goes on", async () => {
    const { recovery } = restart([lockOf("p")]);
    const waits = [never, never, never].map((isEnough) => recovery.settle(isEnough));
    await vi.advanceTimersByTimeAsync(1_000);
    recovery.resolve(lockOf("p"));
    expect(await timeOf(Promise.all(waits).then(() => {}))).toBe(0);
  });

  test("a page joins that makes it enough", async () => {
    const { recovery } = restart([lockOf("p"), lockOf("q")]);
    let isEnough = false;
    const wait = recovery.settle(() => isEnough);
    await vi.advanceTimersByTimeAsync(1_000);
    isEnough = true;
    recovery.resolve(lockOf("p"));
    expect(await timeOf(wait)).toBe(0);
  });
});

describe("a worker that starts: whom it asks and whom it misses", () => {
  test("each page is asked once to join again", async () => {
    const { recovery, posted } = restart([lockOf("p"), lockOf("q"), "other"]);
    recovery.settle(never);
    recovery.settle(never);
    await vi.advanceTimersByTimeAsync(0);
    expect(posted).toEqual([
      { to: "p", tabserve: "rejoin", lock: lockOf("p") },
      { to: "q", tabserve: "rejoin", lock: lockOf("q") },
    ]);
  });

  test("a page that the browser does not know any more is waited for by its lock alone", async () => {
    const { recovery, posted, die } = restart([lockOf("p")], { alive: false });
    const wait = recovery.settle(never);
    await vi.advanceTimersByTimeAsync(50);
    expect(posted).toEqual([]);
    die(lockOf("p"));
    expect(await timeOf(wait)).toBe(0);
  });

  test("a client and a workspace are missed until their page has joined", async () => {
    const { recovery } = restart([lockOf("p", { workspace: "my ws" })]);
    recovery.settle(never);
    await vi.advanceTimersByTimeAsync(0);
    const missed = () => [recovery.isMissing("p"), recovery.isSilent("my ws")];
    const before = missed();
    recovery.resolve(lockOf("p", { workspace: "my ws" }));
    expect([before, missed()]).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  test("others are not missed", async () => {
    const { recovery } = restart([lockOf("p")]);
    recovery.settle(never);
    await vi.advanceTimersByTimeAsync(0);
    expect([recovery.isMissing("q"), recovery.isMissing(""), recovery.isSilent("X")]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe("a worker that starts: what it cannot know", () => {
  const lock = lockOf("p");

  test("a page that is silent may have run a request, until it joins", async () => {
    const { recovery } = restart([lock]);
    recovery.settle(never);
    await vi.advanceTimersByTimeAsync(0);
    expect([recovery.isUncertain("W"), recovery.isUncertain("X")]).toEqual([true, false]);
    recovery.resolve(lock);
    expect(recovery.isUncertain("W")).toBe(false);
  });

  test("a page that died before it joined may have, for ever", async () => {
    const { recovery, die } = restart([lock]);
    recovery.settle(never);
    await vi.advanceTimersByTimeAsync(0);
    die(lock);
    expect([recovery.isSilent("W"), recovery.isUncertain("W"), recovery.isUncertain("X")]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test("one that died after it joined has said what it ran", async () => {
    const { recovery, die } = restart([lock]);
    recovery.settle(never);
    await vi.advanceTimersByTimeAsync(0);
    recovery.resolve(lock);
    die(lock);
    expect(recovery.isUncertain("W")).toBe(false);
  });
});

describe("a page that is asked to join", () => {
  test("is not asked again for a second: it may be about to answer", async () => {
    const { recovery } = restart([]);
    const postMessage = vi.fn();
    const askAt = async (time: number, lock: string) => {
      await vi.advanceTimersByTimeAsync(time - performance.now());
      recovery.askToJoin({ postMessage }, lock);
      return postMessage.mock.calls.length;
    };
    const start = performance.now();
    expect(await askAt(start, "a")).toBe(1);
    expect(await askAt(start + 999, "a")).toBe(1);
    expect(await askAt(start + 999, "b")).toBe(2);
    expect(await askAt(start + 1_000, "a")).toBe(3);
    expect(postMessage).toHaveBeenLastCalledWith({ tabserve: "rejoin", lock: "a" });
  });
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Journal, type JournalCall, type JournalEntry, type JournalStore } from "./journal.js";

const call: JournalCall = {
  ...{ client: "c", method: "POST", workspace: "W", serviceId: "S", path: "/f", query: "", headers: [] },
  ...{ body: null, isEarly: false },
};
const early = { ...call, isEarly: true };
const bytes = (text: string) => new TextEncoder().encode(text).buffer;

/** What outlives the workers of a test. */
class Store implements JournalStore {
  readonly entries = new Map<number, JournalEntry>();
  #last = 0;

  async add(entry: JournalEntry): Promise<number> {
    this.entries.set(++this.#last, entry);
    return this.#last;
  }

  async delete(id: number): Promise<void> {
    this.entries.delete(id);
  }

  async takeOthers(boot: string): Promise<JournalEntry[]> {
    const others = [...this.entries].filter(([, entry]) => entry.boot !== boot);
    for (const [id] of others) this.entries.delete(id);
    return others.map(([, entry]) => entry);
  }
}

let store: Store;

beforeEach(() => {
  vi.useFakeTimers();
  store = new Store();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A start of the worker. */
const boot = (name: string) => new Journal(store, name);

async function endOf(journal: Journal, one: JournalCall): Promise<void> {
  const end = await journal.begin(one);
  if (end !== "left") await end();
}

test("a request that was under way when the worker was killed is told to the next boot, once", async () => {
  await boot("one").begin(call);
  const next = boot("two");
  expect(await next.begin(early)).toBe("left");
  expect(await next.begin(early)).not.toBe("left");
});

test("two equal requests under way are told of twice", async () => {
  const first = boot("one");
  await Promise.all([first.begin(call), first.begin(call)]);
  const next = boot("two");
  const told = await Promise.all([1, 2, 3].map(() => next.begin(early)));
  expect(told.map((end) => end === "left")).toEqual([true, true, false]);
});

test("a request that was answered is forgotten", async () => {
  await endOf(boot("one"), call);
  expect(store.entries.size).toBe(0);
  expect(await boot("two").begin(early)).not.toBe("left");
});

test("a request that comes later than a repeated one could runs", async () => {
  await boot("one").begin(call);
  expect(await boot("two").begin(call)).not.toBe("left");
});

test.each([
  ["caller", { client: "d" }],
  ["method", { method: "PUT" }],
  ["address", { path: "/g" }],
  ["query", { query: "a=1" }],
  ["header", { headers: [["a", "b"]] }],
  ["body", { body: bytes("other") }],
] satisfies [string, Partial<JournalCall>][])("another %s is another request", async (_what, other) => {
  await boot("one").begin(call);
  expect(await boot("two").begin({ ...early, ...other })).not.toBe("left");
});

test("the same bytes are the same request", async () => {
  await boot("one").begin({ ...call, body: bytes("same") });
  expect(await boot("two").begin({ ...early, body: bytes("same") })).toBe("left");
});

test("a body that was streamed may have been any", async () => {
  const { port1, port2 } = new MessageChannel();
  await boot("one").begin({ ...call, body: port1 });
  for (const port of [port1, port2]) port.close();
  expect(await boot("two").begin({ ...early, body: bytes("any") })).toBe("left");
});

test("what a browser would not ask again any more is dropped", async () => {
  await boot("one").begin(call);
  vi.setSystemTime(Date.now() + 6 * 60_000);
  expect(await boot("two").begin(early)).not.toBe("left");
  expect([...store.entries.values()].map((entry) => entry.boot)).toEqual(["two"]);
});

test("where the browser keeps no data, requests run all the same", async () => {
  store.add = () => Promise.reject(new Error("no storage"));
  store.takeOthers = () => Promise.reject(new Error("no storage"));
  await expect(endOf(boot("one"), early)).resolves.toBeUndefined();
});

test("storage that does not react holds a request up for a second, and its entry ends with it", async () => {
  let add = () => {};
  const keep = store.add.bind(store);
  store.add = async (entry) => {
    await new Promise<void>((resolve) => {
      add = resolve;
    });
    return keep(entry);
  };
  const begun = boot("one").begin(call);
  await vi.advanceTimersByTimeAsync(1_000);
  const end = await begun;
  expect(end).toBeTypeOf("function");
  add();
  await vi.advanceTimersByTimeAsync(0);
  expect(store.entries.size).toBe(1);
  if (end !== "left") await end();
  expect(store.entries.size).toBe(0);
});

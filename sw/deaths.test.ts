import { afterEach, expect, test, vi } from "vitest";
import { Deaths } from "./deaths.js";

/** The queue of the browser's lock manager, as far as it is asked here. */
function stubLocks() {
  const queue: { readonly name: string; readonly grant: () => void }[] = [];
  const request = (name: string, grant: () => void) => queue.push({ name, grant });
  vi.stubGlobal("navigator", { locks: { request } });
  return queue;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test("many who wait for one page have one place in its lock's queue, and are all told", () => {
  const queue = stubLocks();
  const deaths = new Deaths();
  const told: string[] = [];
  for (const who of ["a", "b", "c"]) deaths.wait("lock", () => told.push(who));
  deaths.wait("another", () => told.push("another"));
  expect(queue.map(({ name }) => name)).toEqual(["lock", "another"]);
  queue[0]?.grant();
  expect(told).toEqual(["a", "b", "c"]);
});

test("who waits after a death takes a place of its own", () => {
  const queue = stubLocks();
  const deaths = new Deaths();
  const told: number[] = [];
  for (const time of [1, 2]) {
    deaths.wait("lock", () => told.push(time));
    queue.at(-1)?.grant();
  }
  expect([queue.length, told]).toEqual([2, [1, 2]]);
});

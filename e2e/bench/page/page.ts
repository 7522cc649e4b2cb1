/** The page of every contender; its host name says which one it is. */
import type { ContenderName } from "../contenders.js";
import * as measure from "./measure.js";
import { register } from "./register.js";
import type { Variant } from "./tabserve.js";

const starters: Record<ContenderName, () => Promise<unknown>> = {
  floor: () => register("/floor-worker.js"),
  streamed: () => register("/streamed-worker.js"),
  tabserve: () => startTabserve({}),
  "tabserve-10000": () => startTabserve({ functions: 10_000 }),
  "tabserve-unrecorded": () => startTabserve({ activations: false }),
  comlink: async () => (await import("./comlink.js")).start(),
  msw: () => startMsw(1),
  "msw-1000": () => startMsw(1_000),
  network: async () => {},
};

async function startTabserve(variant: Variant): Promise<void> {
  await (await import("./tabserve.js")).start(variant);
}

async function startMsw(handlers: number): Promise<void> {
  await (await import("./msw.js")).start(handlers);
}

const bench = {
  ...measure,
  start: async () => {
    const [name] = location.hostname.split(".");
    await starters[name as ContenderName]();
  },
};

/** What the driver calls in a page. */
export type Bench = typeof bench;

Object.assign(globalThis, { bench });

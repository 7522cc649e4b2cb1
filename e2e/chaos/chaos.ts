import { setTimeout as sleep } from "node:timers/promises";
import type { Browser } from "@playwright/test";
import { CallerActor, killWorkers, ProviderActor, type Stage } from "./actors.js";
import { type Footprint, measure } from "./footprint.js";
import { Random } from "./random.js";
import { startSite } from "./site.js";
import { type Tab, Tabs } from "./tabs.js";
import { Timeline } from "./timeline.js";
import { findViolations, Records, type Violation } from "./verdict.js";

export interface ChaosOptions {
  readonly seed: number;
  readonly seconds: number;
}

/** What is left when nothing is under way. */
export interface Rest {
  readonly locks: { readonly held: number; readonly connections: number; readonly mostPending: number };
  readonly provider: Footprint;
  readonly otherProviders: readonly Footprint[];
  readonly caller: Footprint;
  readonly worker: Footprint;
}

export interface ChaosResult {
  readonly options: ChaosOptions;
  readonly records: Records;
  readonly timeline: Timeline;
  readonly violations: readonly Violation[];
  readonly middle: Rest;
  readonly end: Rest;
}

/** Places in the worker's queue for one lock (sw/deaths.ts). */
const MOST_PENDING = 1;
/** Bytes that a heap may grow by between middle and end. */
const GROWTH = 2 ** 20;
/** Milliseconds until nobody joins an execution any more (docs/lifecycle.md), and some. */
const WINDOW = 4_500;

/** Three providers, two callers and a worker, all of which end now and then; twice, with a rest after each half. */
export async function runChaos(browser: Browser, options: ChaosOptions): Promise<ChaosResult> {
  const site = await startSite();
  const tabs = await Tabs.open(browser, `${site.origin}/`);
  const records = new Records();
  const stage: Stage = { tabs, timeline: new Timeline(), isOver: false, failures: [] };
  try {
    const cast = await open(stage, new Random(options.seed));
    const middle = await play(cast, stage, { records, seconds: options.seconds / 2 });
    const end = await play(cast, stage, { records, seconds: options.seconds / 2 });
    const network = site.requests.filter((url) => url.includes("/apps/work/"));
    const violations = [
      ...findViolations(records, stage.timeline),
      ...stage.failures.map((what) => ({ key: "", what })),
      ...network.map((url) => ({ key: "", what: `reached the network: ${url}` })),
      ...findRemains(middle, "the middle"),
      ...findRemains(end, "the end"),
      ...findGrowth(middle, end),
    ];
    return { options, records, timeline: stage.timeline, violations, middle, end };
  } finally {
    await tabs.close();
    await site.close();
  }
}

interface Cast {
  readonly ledger: Tab;
  readonly providers: readonly ProviderActor[];
  readonly callers: readonly CallerActor[];
  readonly random: Random;
}

async function open(stage: Stage, random: Random): Promise<Cast> {
  const ledger = await stage.tabs.openTab();
  await ledger.run("listen");
  const providers: ProviderActor[] = [];
  for (const slot of ["p0", "p1", "p2"])
    providers.push(await ProviderActor.open(stage, { slot, seed: random.fork(), isLasting: slot === "p0" }));
  const callers: CallerActor[] = [];
  for (const slot of ["c0", "c1"]) {
    const isLasting = slot === "c0";
    callers.push(
      await CallerActor.open(stage, { slot, seed: random.fork(), isLasting, isConnected: isLasting }),
    );
  }
  return { ledger, providers, callers, random };
}

async function play(
  cast: Cast,
  stage: Stage,
  { records, seconds }: { records: Records; seconds: number },
): Promise<Rest> {
  const { ledger, providers, callers, random } = cast;
  stage.isOver = false;
  for (const caller of callers) await caller.start();
  const acting = [...providers, ...callers].map((actor) => actor.act());
  acting.push(killWorkers(stage, ledger, random.fork()), collect(ledger, records, stage));
  await Promise.race([sleep(seconds * 1_000), Promise.all(acting)]);
  stage.isOver = true;
  await Promise.all(acting);
  for (const caller of callers)
    await caller.stop().catch((error) => stage.failures.push(`a caller does not end: ${error}`));
  await sleep(WINDOW);
  records.add(await ledger.run("drain"));
  return inspect(cast, stage);
}

/** Now and then, so that the ledger's page stays small. */
async function collect(ledger: Tab, records: Records, stage: Stage): Promise<void> {
  while (!stage.isOver) {
    await sleep(500);
    records.add(await ledger.run("drain"));
  }
}

async function inspect({ ledger, providers, callers }: Cast, { tabs }: Stage): Promise<Rest> {
  const { held, pending } = await ledger.run("queryLocks");
  const places = pending.map((name) => pending.filter((other) => other === name).length);
  const [first, ...others] = providers;
  const [caller] = callers;
  if (!first || !caller) throw new Error("Nobody is there");
  const otherProviders: Footprint[] = [];
  for (const { tab } of others) otherProviders.push(await measure(tab.target));
  await ledger.run("wakeWorker");
  const worker = await tabs.attachWorker();
  const rest = {
    locks: {
      held: held.length,
      connections: providers.length + 1,
      mostPending: Math.max(0, ...places),
    },
    provider: await measure(first.tab.target),
    otherProviders,
    caller: await measure(caller.tab.target),
    worker: await measure(worker),
  };
  await worker.detach();
  return rest;
}

function findRemains({ locks, provider, otherProviders, caller, worker }: Rest, when: string): Violation[] {
  const pages = [provider, ...otherProviders, caller];
  const found = [
    locks.held !== locks.connections && `${locks.held} locks for ${locks.connections} connections`,
    locks.mostPending > MOST_PENDING && `${locks.mostPending} places in the queue for one lock`,
    ...pages.map(({ calls }) => calls > 0 && `${calls} executions are open in a page`),
    worker.pending > 0 && `${worker.pending} calls are pending in the worker`,
    worker.providers > locks.connections * MOST_PENDING && `${worker.providers} providers in the worker`,
  ];
  return found.flatMap((what) => (what ? [{ key: "", what: `${what} at ${when}` }] : []));
}

function findGrowth(middle: Rest, end: Rest): Violation[] {
  return (["provider", "caller", "worker"] as const).flatMap((who) => {
    const growth = end[who].heap - middle[who].heap;
    const what = `the heap of the ${who} grew by ${(growth / 2 ** 20).toFixed(2)} MB between middle and end`;
    return growth > GROWTH ? [{ key: "", what }] : [];
  });
}

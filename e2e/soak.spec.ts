import { type Footprint, formatFootprint, measure } from "./chaos/footprint.js";
import { startSite } from "./chaos/site.js";
import { type Tab, Tabs } from "./chaos/tabs.js";
import { expect, test } from "./fixtures.js";

/** Bytes that a heap may grow by in 10,000 requests: 50 for each. */
const GROWTH = 500_000;

interface Holdings {
  readonly provider: Footprint;
  readonly caller: Footprint;
  readonly worker: Footprint;
  readonly locks: { readonly held: number; readonly pending: number };
}

async function takeStock(tabs: Tabs, provider: Tab, caller: Tab): Promise<Holdings> {
  const { held, pending } = await caller.run("queryLocks");
  await caller.run("wakeWorker");
  const worker = await tabs.attachWorker();
  const holdings = {
    provider: await measure(provider.target),
    caller: await measure(caller.target),
    worker: await measure(worker),
    locks: { held: held.length, pending: pending.length },
  };
  await worker.detach();
  const { locks } = holdings;
  console.log(`locks ${locks.held} held, ${locks.pending} pending`);
  for (const who of ["provider", "caller", "worker"] as const)
    console.log(`${who.padEnd(8)} ${formatFootprint(holdings[who])}`);
  return holdings;
}

test("10,000 requests in a row and 1,000 at once leave nothing behind", async ({ browser, browserName }) => {
  test.skip(browserName !== "chromium", "only Chromium's protocol counts what a heap holds");
  test.setTimeout(240_000);
  const site = await startSite();
  const tabs = await Tabs.open(browser, `${site.origin}/`);
  const [provider, caller] = [await tabs.openTab(), await tabs.openTab()];
  for (const tab of [provider, caller]) await tab.run("connect");
  await provider.run("provide", "provider", 30, false);
  for (let i = 0; i < 2; i++) expect(await caller.run("callMany", 1_000, 10)).toEqual({ "200": 1_000 });
  const before = await takeStock(tabs, provider, caller);

  const started = performance.now();
  for (let i = 0; i < 10; i++) expect(await caller.run("callMany", 1_000, 1)).toEqual({ "200": 1_000 });
  console.log(`one request in ${((performance.now() - started) / 10_000).toFixed(2)} ms`);
  expect(await caller.run("callMany", 1_000, 1_000)).toEqual({ "200": 1_000 });
  const after = await takeStock(tabs, provider, caller);

  expect(after.locks).toEqual(before.locks);
  expect(after.locks).toEqual({ held: 2, pending: 2 });
  expect([after.provider.calls, after.worker.calls, after.worker.pending]).toEqual([0, 0, 0]);
  for (const who of ["provider", "caller", "worker"] as const) {
    expect(after[who].ports, `ports of the ${who}`).toBeLessThanOrEqual(before[who].ports);
    expect(after[who].heap - before[who].heap, `heap of the ${who}`).toBeLessThan(GROWTH);
  }
  expect(site.requests.filter((url) => url.includes("/apps/"))).toEqual([]);
  await tabs.close();
  await site.close();
});

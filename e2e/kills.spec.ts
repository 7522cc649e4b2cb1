import type { Page } from "@playwright/test";
import { connectPage, expect, killWorker, test } from "./fixtures.js";

interface Tally {
  answered: number;
  wrong: string[];
  times: number[];
}

/** Sends `count` requests, half of them POST, `width` at a time, each with a number of its own. */
function drive(page: Page, name: string, { count, width }: { count: number; width: number }): Promise<Tally> {
  return page.evaluate(
    async ([name, count, width]) => {
      const tally = { answered: 0, wrong: [] as string[], times: [] as number[] };
      Object.assign(globalThis, { tally });
      let next = 0;
      const one = async (n: number) => {
        const key = `${name}-${n}`;
        const begin = performance.now();
        try {
          const init = n % 2 ? { method: "POST", body: key } : {};
          const response = await fetch(`/local/apps/work/job?${n % 2 ? "post" : key}`, init);
          const text = await response.text();
          if (text === key) tally.answered++;
          else tally.wrong.push(`${key}: ${response.status} ${text}`);
        } catch (error) {
          tally.wrong.push(`${key}: ${error}`);
        }
        tally.times.push(performance.now() - begin);
      };
      const lane = async () => {
        while (next < count) await one(next++);
      };
      await Promise.all(Array.from({ length: width }, lane));
      return tally;
    },
    [name, count, width] as const,
  );
}

/** A service whose handler takes 20 ms and counts its runs by request. */
async function provide(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const runs: Record<string, number> = {};
    Object.assign(globalThis, { runs });
    await api.registerService({
      id: "work",
      type: "functions",
      config: { visibility: "public" },
      async job(event: { method: string; query_string: string; body: Uint8Array }) {
        const key = event.method === "POST" ? new TextDecoder().decode(event.body) : event.query_string;
        runs[key] = (runs[key] ?? 0) + 1;
        await new Promise((done) => setTimeout(done, 20));
        return key;
      },
    });
  });
}

/** Resolves when what a page has under way now is answered, or all is. */
async function waitForTurn(page: Page): Promise<void> {
  const before = await page.evaluate(() => (globalThis as unknown as { tally: Tally }).tally.times.length);
  await page.waitForFunction(
    (before) => (globalThis as unknown as { tally: Tally }).tally.times.length >= Math.min(1000, before + 8),
    before,
  );
}

/**
 * Kills the worker again and again until `work` is done; on a machine so slow that nothing is answered between two kills,
 * it waits: Chromium dispatches a request again once only.
 * @param pause milliseconds between kills
 */
async function killMeanwhile<T>(
  pages: readonly [Page, Page],
  pause: number,
  work: Promise<T>,
): Promise<[T, kills: number]> {
  let isDone = false;
  let kills = 0;
  const killer = (async () => {
    while (!isDone) {
      await Promise.all([new Promise((done) => setTimeout(done, pause)), ...pages.map(waitForTurn)]);
      if (isDone) return;
      await killWorker(pages[0]);
      kills++;
    }
  })();
  const result = await work;
  isDone = true;
  await killer;
  return [result, kills];
}

test.describe("2,000 requests, half POST, from two tabs at 16 in flight", () => {
  test.skip(
    ({ browserName }) => browserName !== "chromium",
    "only Chromium's protocol kills a worker on demand",
  );

  for (const pause of [300, undefined])
    test(`${pause ? `a worker killed every ${pause} ms` : "a worker left alone"} loses none and runs no handler twice`, async ({
      page,
      context,
      site,
    }) => {
      test.setTimeout(180_000);
      await connectPage(page, `${site.origin}/`);
      await provide(page);
      const tab = await context.newPage();
      await connectPage(tab, `${site.origin}/`);
      const work = Promise.all([
        drive(page, "a", { count: 1000, width: 8 }),
        drive(tab, "b", { count: 1000, width: 8 }),
      ]);
      const [tallies, kills] = pause ? await killMeanwhile([page, tab], pause, work) : [await work, 0];
      const runs = await page.evaluate(
        () => (globalThis as unknown as { runs: Record<string, number> }).runs,
      );
      expect(tallies.flatMap(({ wrong }) => wrong)).toEqual([]);
      expect(Object.entries(runs).filter(([, count]) => count !== 1)).toEqual([]);
      expect(Object.keys(runs)).toHaveLength(2000);
      expect(site.requests.filter((url) => url.includes("/apps/"))).toEqual([]);
      if (pause) expect(kills).toBeGreaterThan(5);
      const times = tallies.flatMap((t) => t.times).sort((a, b) => a - b);
      console.log(`${kills} kills, p50 ${times[1000]?.toFixed(1)} ms, p99 ${times[1980]?.toFixed(1)} ms`);
    });
});

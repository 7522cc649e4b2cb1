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

test.describe("a worker killed every 300 ms", () => {
  test.skip(
    ({ browserName }) => browserName !== "chromium",
    "only Chromium's protocol kills a worker on demand",
  );

  test("loses no request and runs no handler twice: 2,000 requests, half POST, from two tabs at 16 in flight", async ({
    page,
    context,
    site,
  }) => {
    test.setTimeout(180_000);
    await connectPage(page, `${site.origin}/`);
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
    const tab = await context.newPage();
    await connectPage(tab, `${site.origin}/`);
    let isDone = false;
    let kills = 0;
    const killer = (async () => {
      while (!isDone) {
        await new Promise((done) => setTimeout(done, 300));
        if (!isDone) await killWorker(page);
        kills++;
      }
    })();
    const tallies = await Promise.all([
      drive(page, "a", { count: 1000, width: 8 }),
      drive(tab, "b", { count: 1000, width: 8 }),
    ]);
    isDone = true;
    await killer;
    const runs = await page.evaluate(() => (globalThis as unknown as { runs: Record<string, number> }).runs);
    expect(tallies.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(Object.entries(runs).filter(([, count]) => count !== 1)).toEqual([]);
    expect(Object.keys(runs)).toHaveLength(2000);
    expect(site.requests.filter((url) => url.includes("/apps/"))).toEqual([]);
    expect(kills).toBeGreaterThan(5);
    const times = tallies.flatMap((t) => t.times).sort((a, b) => a - b);
    console.log(`${kills} kills, p50 ${times[1000]?.toFixed(1)} ms, p99 ${times[1980]?.toFixed(1)} ms`);
  });
});

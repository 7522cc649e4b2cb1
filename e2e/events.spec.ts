import type { Page } from "@playwright/test";
import { connectPage, expect, test } from "./fixtures.js";

interface Log {
  readonly opened: string[];
  closed: number;
}

/** A service that sends events; it keeps who asked with which last id, and how often it was ended. */
async function open(page: Page, origin: string): Promise<void> {
  await connectPage(page, `${origin}/`);
  await page.evaluate(async () => {
    const log: Log = { opened: [], closed: 0 };
    Object.assign(globalThis, { log });
    const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
    await api.registerService({
      id: "news",
      type: "functions",
      config: { visibility: "public", sse: true },
      async *clock({
        headers,
        query_string: count,
      }: {
        headers: Record<string, string>;
        query_string: string;
      }) {
        log.opened.push(headers["last-event-id"] ?? "");
        const from = Number(headers["last-event-id"] ?? 0);
        try {
          for (let n = from + 1; n <= from + Number(count); n++) {
            yield { id: String(n), event: "tick", data: { n, text: "two\nlines" }, retry: 200 };
            await sleep(150);
          }
        } finally {
          log.closed++;
        }
      },
      async *silent({ signal }: { signal: AbortSignal }) {
        await new Promise((done) => signal.addEventListener("abort", done));
        log.closed++;
        yield "never";
      },
    });
  });
}

const logOf = (page: Page) => page.evaluate(() => (globalThis as unknown as { log: Log }).log);

test("an EventSource gets events as they are made, comes back with its last id, and close() ends the generator", async ({
  page,
  site,
}) => {
  await open(page, site.origin);
  const seen = await page.evaluate(
    () =>
      new Promise<{ data: string; id: string; at: number }[]>((resolve) => {
        const seen: { data: string; id: string; at: number }[] = [];
        const source = new EventSource("/local/apps/news/clock?3");
        source.addEventListener("tick", ({ data, lastEventId }) => {
          seen.push({ data, id: lastEventId, at: performance.now() });
          if (seen.length < 5) return;
          source.close();
          resolve(seen);
        });
      }),
  );
  expect(seen.map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5"]);
  expect(JSON.parse(seen[0]?.data ?? "")).toEqual({ n: 1, text: "two\nlines" });
  expect((seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThan(75);
  await expect.poll(async () => (await logOf(page)).closed, { timeout: 5_000 }).toBe(2);
  expect((await logOf(page)).opened).toEqual(["", "3"]);
});

test("a stream that says nothing opens at once, and its end reaches the handler", async ({ page, site }) => {
  await open(page, site.origin);
  const took = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const begin = performance.now();
        const source = new EventSource("/local/apps/news/silent");
        source.onopen = () => {
          resolve(performance.now() - begin);
          source.close();
        };
      }),
  );
  expect(took).toBeLessThan(2_000);
  await expect.poll(async () => (await logOf(page)).closed, { timeout: 5_000 }).toBe(1);
});

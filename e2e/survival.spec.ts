import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { toLaunchOptions } from "./browsers.js";
import { OUT } from "./build.js";
import { connectPage, crashPage, expect, fetchIn, killWorker, test, watchEnd } from "./fixtures.js";
import { end, type TestServer } from "./server.js";

interface Run {
  count: number;
  reasons: string[];
}

/** Registers `work`: `slow` answers after `?ms`, `wait` never, `next` counts; the page notes runs and fired signals. */
async function provide(page: Page, name: string, config: object = {}): Promise<void> {
  await page.evaluate(
    async ([name, config]) => {
      type Event = { query_string: string; signal: AbortSignal };
      const run: Run = { count: 0, reasons: [] };
      Object.assign(globalThis, { run });
      const begin = ({ signal }: Event) => {
        run.count++;
        signal.addEventListener("abort", () => run.reasons.push((signal.reason as DOMException).name));
      };
      await api.registerService({
        id: "work",
        type: "functions",
        config: { visibility: "public", require_context: true, ...config },
        slow: async (event: Event) => {
          begin(event);
          await new Promise((done) =>
            setTimeout(done, Number(new URLSearchParams(event.query_string).get("ms"))),
          );
          return name;
        },
        wait: (event: Event) => {
          begin(event);
          return new Promise(() => {});
        },
        next: () => String(++run.count),
        same: (event: Event, context: Event) => ({
          isSame: event.signal === context.signal,
          isSignal: event.signal instanceof AbortSignal,
          isHidden: !Object.keys(event).includes("signal") && !Object.keys(context).includes("signal"),
        }),
      });
    },
    [name, config] as const,
  );
}

const runIn = (page: Page) => page.evaluate(() => (globalThis as unknown as { run: Run }).run);

/** Starts requests in the page; {@link settled} gives what became of them. */
async function start(page: Page, path: string, { count = 1, method = "GET" } = {}): Promise<void> {
  await page.evaluate(
    ([path, count, method]) => {
      const one = async () => {
        const response = await fetch(path, { method });
        const at = performance.timeOrigin + performance.now();
        return { status: response.status, body: await response.text(), at };
      };
      const answers = Promise.all(
        Array.from({ length: count }, () =>
          one().catch((error) => ({ status: 0, body: String(error), at: 0 })),
        ),
      );
      Object.assign(globalThis, { answers });
    },
    [path, count, method] as const,
  );
}

const settled = (page: Page) =>
  page.evaluate(
    () =>
      (globalThis as unknown as { answers: Promise<{ status: number; body: string; at: number }[]> }).answers,
  );

test.describe("a handler's signal", () => {
  test("is the same on event and context, and not enumerable", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/`);
    await provide(page, "here");
    expect((await fetchIn(page, "/local/apps/work/same")).body).toBe(
      '{"isSame":true,"isSignal":true,"isHidden":true}',
    );
  });

  test("fires with a TimeoutError at the deadline", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/`);
    await provide(page, "here", { timeout: 0.2 });
    expect((await fetchIn(page, "/local/apps/work/wait")).status).toBe(504);
    await expect.poll(() => runIn(page)).toEqual({ count: 1, reasons: ["TimeoutError"] });
  });

  for (const isConnected of [true, false])
    test(`fires when the caller's ${isConnected ? "connected" : "unconnected"} page closes`, async ({
      page,
      context,
      site,
    }) => {
      await connectPage(page, `${site.origin}/`);
      await provide(page, "here");
      const caller = await context.newPage();
      if (isConnected) await connectPage(caller, `${site.origin}/`);
      else await caller.goto(`${site.origin}/`);
      await start(caller, "/local/apps/work/wait");
      await expect.poll(async () => (await runIn(page)).count).toBe(1);
      await caller.close();
      await expect
        .poll(() => runIn(page), { timeout: 10_000 })
        .toEqual({ count: 1, reasons: ["AbortError"] });
    });

  test("does not fire for a call that is answered", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/`);
    await provide(page, "here");
    await fetchIn(page, "/local/apps/work/slow?ms=10");
    await fetchIn(page, "/local/apps/work/same");
    expect(await runIn(page)).toEqual({ count: 1, reasons: [] });
  });
});

test.describe("a worker killed with calls under way", () => {
  test.skip(
    ({ browserName }) => browserName !== "chromium",
    "only Chromium's protocol kills a worker on demand",
  );

  test("answers them after the restart, each handler run once", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/`);
    await provide(page, "survived");
    await start(page, "/local/apps/work/slow?ms=1500", { count: 5, method: "POST" });
    await expect.poll(async () => (await runIn(page)).count).toBe(5);
    await killWorker(page);
    for (const { status, body } of await settled(page)) expect([status, body]).toEqual([200, "survived"]);
    expect(await runIn(page)).toEqual({ count: 5, reasons: [] });
  });

  test("never gives a repeated request an old answer", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/`);
    await provide(page, "here");
    for (let i = 1; i <= 6; i++) {
      expect((await fetchIn(page, "/local/apps/work/next")).body).toBe(String(2 * i - 1));
      await killWorker(page);
      expect((await fetchIn(page, "/local/apps/work/next")).body).toBe(String(2 * i));
    }
  });

  test("fires the signals of runs whose callers went with it", async ({ page, context, site }) => {
    await connectPage(page, `${site.origin}/`);
    await provide(page, "here");
    const caller = await context.newPage();
    await connectPage(caller, `${site.origin}/`);
    await start(caller, "/local/apps/work/wait");
    await expect.poll(async () => (await runIn(page)).count).toBe(1);
    await Promise.all([caller.close(), killWorker(page)]);
    await fetchIn(page, "/local/apps/work/next");
    await expect.poll(async () => (await runIn(page)).reasons, { timeout: 10_000 }).toEqual(["AbortError"]);
  });
});

test.describe("a provider that crashes with 100 calls under way", () => {
  test.skip(({ browserName }) => browserName !== "chromium", "only Chromium's protocol crashes a page");

  test("100 answers within 250 ms of the crash", async ({ page, context, site }) => {
    await connectPage(page, `${site.origin}/`);
    const provider = await context.newPage();
    await connectPage(provider, `${site.origin}/`);
    await provide(provider, "provider");
    await start(page, "/local/apps/work/wait", { count: 100, method: "POST" });
    await expect.poll(async () => (await runIn(provider)).count).toBe(100);
    const getEnd = await watchEnd(provider, page);
    await crashPage(provider);
    const answers = await settled(page);
    expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(503));
    expect(Math.max(...answers.map(({ at }) => at)) - (await getEnd())).toBeLessThan(250);
  });

  test("with a second provider all 100 GETs succeed", async ({ page, context, site }) => {
    await connectPage(page, `${site.origin}/`);
    await provide(page, "second");
    const provider = await context.newPage();
    await connectPage(provider, `${site.origin}/`);
    await provide(provider, "first");
    await start(page, "/local/apps/work/slow?ms=1000", { count: 100 });
    await expect.poll(async () => (await runIn(provider)).count).toBe(100);
    await crashPage(provider);
    for (const { status, body } of await settled(page)) expect([status, body]).toEqual([200, "second"]);
  });
});

/** Serves another build of the worker than the library's, until what is returned is called. */
function serveOtherBuild(site: TestServer): () => void {
  const code = readFileSync(resolve(OUT, "tabserve-worker.js"), "utf8");
  const serve = (script: string) =>
    site.on("/tabserve-worker.js", (_, response) => end(response, 200, "text/javascript", script));
  serve(code.replaceAll(/[`"'][0-9a-f]{12}[`"']/g, '"000000000000"'));
  return () => serve(code);
}

test("a new version of the worker takes over with calls under way and loses none", async ({
  page,
  context,
  site,
}) => {
  const serveOwn = serveOtherBuild(site);
  await connectPage(page, `${site.origin}/`);
  await provide(page, "kept");
  await start(page, "/local/apps/work/slow?ms=4000", { count: 20, method: "POST" });
  await expect.poll(async () => (await runIn(page)).count).toBe(20);
  serveOwn();
  const tab = await context.newPage();
  await connectPage(tab, `${site.origin}/`);
  // Chromium lets it take over when the old one has no requests any more; connecting does not wait for that.
  // What begins in that moment goes to the network in Firefox, so the answer may be the server's.
  const getLoop = async () => (await fetchIn(tab, "/.tabserve/apps/loop")).body;
  await expect.poll(getLoop, { timeout: 10_000 }).toMatch(/"build":"(?!000000000000)/);
  expect((await fetchIn(tab, "/local/apps/work/slow?ms=0")).body).toBe("kept");
  for (const { status, body } of await settled(page)) expect([status, body]).toEqual([200, "kept"]);
  expect(await runIn(page)).toEqual({ count: 21, reasons: [] });
});

test("a stream ends with the worker that sent it, also when a new version took its place", async ({
  page,
  site,
  browserName,
}) => {
  const serveOwn = serveOtherBuild(site);
  await connectPage(page, `${site.origin}/`);
  await page.evaluate(async () => {
    const seen = { returned: 0, reasons: [] as string[] };
    Object.assign(globalThis, { seen });
    await api.registerService({
      id: "flow",
      type: "functions",
      config: { visibility: "public" },
      async *ticks({ signal }: { signal: AbortSignal }) {
        signal.addEventListener("abort", () => seen.reasons.push((signal.reason as DOMException).name));
        try {
          for (;;) {
            yield "tick ";
            await new Promise((done) => setTimeout(done, 50));
          }
        } finally {
          seen.returned++;
        }
      },
    });
    const reader = (await fetch("/local/apps/flow/ticks")).body?.getReader();
    await reader?.read();
    Object.assign(globalThis, { reader });
  });
  type Seen = { readonly returned: number; readonly reasons: readonly string[] };
  const seen = () => page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  serveOwn();
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
  });
  // Firefox ends the old one. In Chromium the new one waits for the stream's end, five minutes at most.
  if (browserName === "chromium") {
    await page.waitForFunction(async () => Boolean((await navigator.serviceWorker.ready).waiting));
    expect(await seen()).toEqual({ returned: 0, reasons: [] });
    await killWorker(page);
  }
  await expect.poll(seen, { timeout: 10_000 }).toEqual({ returned: 1, reasons: ["AbortError"] });
});

/** A page that needs no driver: it runs `program` with a connected `api` and reports what that returns. */
function selfReporting(program: string): string {
  return `<!doctype html><link rel=icon href=data:,><script type=module>
    import { connect } from "/lib/tabserve.js";
    globalThis.api = await connect();
    const text = async (path) => (await fetch(path)).text();
    const boot = async () => JSON.parse(await text("/.tabserve/apps/loop")).boot;
    const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
    await api.registerService({
      id: "work", type: "functions", config: { visibility: "public", timeout: 120 },
      slow: async ({ query_string }) => { await sleep(Number(query_string)); return "answered"; },
    });
    const report = await (async () => { ${program} })().catch(String);
    await fetch("/report", { method: "POST", body: JSON.stringify(report) });
  </script>`;
}

/** Starts Chromium with nothing attached, for an inspector, and so Playwright, keeps its workers alive. */
async function openBare(url: string, profile: string): Promise<() => Promise<unknown>> {
  const { args = [], executablePath = chromium.executablePath() } = toLaunchOptions("chromium");
  const browser = spawn(executablePath, [...args, "--headless", `--user-data-dir=${profile}`, url], {
    stdio: "ignore",
  });
  const exited = once(browser, "exit");
  return () => {
    browser.kill();
    return exited;
  };
}

/** What the self-reporting program returns. */
async function reportOf(program: string, page: Page, site: TestServer, profile: string): Promise<unknown> {
  site.on("/bare.html", (_, response) => end(response, 200, "text/html", selfReporting(program)));
  const reported = new Promise<string>((done) => {
    site.on("/report", (request, response) => {
      request.setEncoding("utf8").on("data", done);
      end(response, 204, "text/plain", "");
    });
  });
  const url = `${site.origin}/bare.html`;
  const isChromium = page.context().browser()?.browserType().name() === "chromium";
  const close = isChromium
    ? await openBare(url, profile)
    : await page.goto(url).then(() => () => page.close());
  try {
    return JSON.parse(await reported);
  } finally {
    await close();
  }
}

test.describe("on the real clock, with nothing attached to the worker", () => {
  const HANDLER =
    'const before = await boot(); return [await text("/local/apps/work/slow?100000"), (await boot()) === before];';
  const IDLE =
    'const before = await boot(); await sleep(90_000); return [await text("/local/apps/work/slow?0"), (await boot()) === before];';

  test("a handler of 100 s answers, and one worker waited for it", async ({ page, site }, info) => {
    test.setTimeout(150_000);
    expect(await reportOf(HANDLER, page, site, info.outputPath("profile"))).toEqual(["answered", true]);
  });

  test("after 90 s of idleness another worker answers the next request", async ({ page, site }, info) => {
    test.setTimeout(150_000);
    expect(await reportOf(IDLE, page, site, info.outputPath("profile"))).toEqual(["answered", false]);
  });
});

import type { Page } from "@playwright/test";
import { toLaunchOptions } from "./browsers.js";
import { connectPage, crashPage, expect, fetchIn, killWorker, test, watchEnd } from "./fixtures.js";

/** Registers `id`, whose `name` tells the page and whose `wait` never answers; the page counts the waiting calls. */
function provide(page: Page, name: string, config: object = {}): Promise<void> {
  return page.evaluate(
    async ([name, config]) => {
      const state = { waiting: 0 };
      Object.assign(globalThis, { state });
      await api.registerService({
        id: "shared",
        type: "functions",
        config: { visibility: "public", ...config },
        who: () => name,
        wait: () => {
          state.waiting++;
          return new Promise(() => {});
        },
      });
    },
    [name, config] as const,
  );
}

const waitingIn = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { state: { waiting: number } }).state.waiting);

/** Starts calls and notes when each is answered, by the page's clock. */
async function startCalls(
  page: Page,
  path: string,
  init: RequestInit & { count?: number } = {},
): Promise<void> {
  await page.evaluate(
    ([path, { count = 1, ...init }]) => {
      const answers = Array.from({ length: count }, async () => {
        const response = await fetch(path, init);
        const at = performance.timeOrigin + performance.now();
        return {
          status: response.status,
          code: response.headers.get("x-tabserve-error"),
          body: await response.text(),
          retry: response.headers.get("retry-after"),
          at,
        };
      });
      Object.assign(globalThis, { answers });
    },
    [path, init] as const,
  );
}

interface Answer {
  status: number;
  code: string | null;
  body: string;
  retry: string | null;
  at: number;
}

const answersIn = (page: Page) =>
  page.evaluate(() => Promise.all((globalThis as unknown as { answers: Promise<Answer>[] }).answers));

const bootOf = async (page: Page) => JSON.parse((await fetchIn(page, "/.tabserve/apps/loop")).body).boot;

test.describe("a worker that was killed while idle", () => {
  test.skip(
    ({ browserName }) => browserName !== "chromium",
    "only Chromium's protocol kills a worker on demand",
  );

  test("answers the next request cold, without any action of the page, twice in a row", async ({
    page,
    site,
  }) => {
    await connectPage(page, `${site.origin}/`);
    await provide(page, "here");
    const boots = [await bootOf(page)];
    for (let i = 0; i < 2; i++) {
      await killWorker(page);
      const answer = await fetchIn(page, "/local/apps/shared/who");
      expect([answer.status, answer.body]).toEqual([200, "here"]);
      boots.push(await bootOf(page));
    }
    expect(new Set(boots).size).toBe(3);
  });

  test("finds every page's services again, each under its settings", async ({ page, site, context }) => {
    await connectPage(page, `${site.origin}/`, { client_id: "one" });
    await provide(page, "one");
    const tab = await context.newPage();
    await connectPage(tab, `${site.origin}/`, { client_id: "two" });
    await provide(tab, "two");
    await tab.evaluate(() =>
      api.registerService({ id: "secret", type: "functions", index: () => "members only" }),
    );
    await killWorker(page);
    expect((await fetchIn(page, "/local/apps/shared/who")).body).toBe("two");
    expect((await fetchIn(page, "/local/apps/one:shared/who")).body).toBe("one");
    await killWorker(page);
    expect((await fetchIn(page, "/local/apps/secret/")).body).toBe("members only");
  });

  test("answers 404 at once for what nobody provides", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/`);
    await provide(page, "here");
    await killWorker(page);
    const { error, took } = await page.evaluate(async () => {
      const begin = performance.now();
      const { headers } = await fetch("/local/apps/nobody/");
      return { error: headers.get("x-tabserve-error"), took: performance.now() - begin };
    });
    expect(error).toBe("service-not-found");
    expect(took).toBeLessThan(1000);
  });

  test("takes registrations, as if nothing had happened", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/`);
    await killWorker(page);
    await provide(page, "late");
    expect((await fetchIn(page, "/local/apps/shared/who")).body).toBe("late");
    await killWorker(page);
    await page.evaluate(() => api.unregisterService("shared"));
    expect((await fetchIn(page, "/local/apps/shared/who")).error).toBe("service-not-found");
  });

  test("lists and calls services of other pages", async ({ page, site, context }) => {
    await connectPage(page, `${site.origin}/`);
    await provide(page, "here");
    const tab = await context.newPage();
    await connectPage(tab, `${site.origin}/`);
    await killWorker(page);
    expect(await tab.evaluate(async () => (await api.listServices()).length)).toBe(1);
    await killWorker(page);
    expect(await tab.evaluate(async () => (await api.getService("shared")).name)).toBe("shared");
  });
});

test("Firefox ends an idle worker by itself; the next request is answered by a new one", async ({
  playwright,
  site,
  browserName,
}) => {
  test.skip(browserName !== "firefox", "Firefox alone has a setting that ends workers early");
  test.setTimeout(90_000);
  const browser = await playwright.firefox.launch({
    ...toLaunchOptions("firefox"),
    firefoxUserPrefs: {
      "dom.serviceWorkers.idle_timeout": 500,
      "dom.serviceWorkers.idle_extended_timeout": 800,
    },
  });
  const page = await browser.newPage();
  await connectPage(page, `${site.origin}/`);
  await provide(page, "still here");
  const first = await bootOf(page);
  const answerOfLaterBoot = async () => {
    const { status, body } = await fetchIn(page, "/local/apps/shared/who");
    return [status, body, (await bootOf(page)) === first];
  };
  // Nothing tells when the worker is gone, and asking keeps it alive: each try leaves it alone for longer than it lives.
  await expect
    .poll(answerOfLaterBoot, { intervals: [4000], timeout: 60_000 })
    .toEqual([200, "still here", false]);
  await browser.close();
});

test.describe("a provider that ends with calls under way", () => {
  const endings: Record<string, (page: Page, origin: string) => Promise<unknown>> = {
    "is closed": (page) => page.close(),
    crashes: crashPage,
    "navigates away": (page, origin) => page.goto(`${origin}/elsewhere.html`),
  };
  for (const [what, bring] of Object.entries(endings))
    test(`${what}: 503 provider-gone within 250 ms`, async ({ page, site, context, browserName }) => {
      test.skip(what === "crashes" && browserName !== "chromium", "only Chromium's protocol crashes a page");
      await connectPage(page, `${site.origin}/`);
      const provider = await context.newPage();
      await connectPage(provider, `${site.origin}/`);
      await provide(provider, "provider");
      await startCalls(page, "/local/apps/shared/wait", { method: "POST", count: 20 });
      await expect.poll(() => waitingIn(provider)).toBe(20);
      const getEnd = await watchEnd(provider, page);
      await bring(provider, site.origin);
      const answers = await answersIn(page);
      for (const { status, code, retry } of answers)
        expect([status, code, retry]).toEqual([503, "provider-gone", "1"]);
      expect(Math.max(...answers.map(({ at }) => at)) - (await getEnd())).toBeLessThan(250);
      expect((await fetchIn(page, "/local/apps/shared/who")).error).toBe("service-not-found");
    });

  test("a safe call goes to another provider, an unsafe one does not run twice", async ({
    page,
    site,
    context,
  }) => {
    await connectPage(page, `${site.origin}/`);
    const answersWait = (tab: Page, name: string) =>
      tab.evaluate(async (name) => {
        await api.registerService({
          id: "shared",
          type: "functions",
          config: { visibility: "public" },
          wait: () => `from ${name}`,
        });
      }, name);
    await answersWait(page, "the first");
    const provider = await context.newPage();
    await connectPage(provider, `${site.origin}/`);
    await provide(provider, "provider");
    await startCalls(page, "/local/apps/shared/wait", { count: 5 });
    await expect.poll(() => waitingIn(provider)).toBe(5);
    await provider.close();
    for (const { status, body } of await answersIn(page))
      expect([status, body]).toEqual([200, "from the first"]);

    const second = await context.newPage();
    await connectPage(second, `${site.origin}/`);
    await provide(second, "second");
    await startCalls(page, "/local/apps/shared/wait", { method: "PUT", body: "x" });
    await expect.poll(() => waitingIn(second)).toBe(1);
    await second.close();
    expect((await answersIn(page))[0]).toMatchObject({ status: 503, code: "provider-gone" });
  });
});

test.describe("two tabs with one service", () => {
  for (const closed of [0, 1])
    test(`closing the ${closed === 0 ? "older" : "newer"} leaves it answering`, async ({
      page,
      site,
      context,
    }) => {
      await connectPage(page, `${site.origin}/`);
      const tabs = [await context.newPage(), await context.newPage()];
      for (const [i, tab] of tabs.entries()) {
        await connectPage(tab, `${site.origin}/`);
        await provide(tab, `tab ${i}`);
      }
      expect((await fetchIn(page, "/local/apps/shared/who")).body).toBe("tab 1");
      await tabs[closed]?.close();
      for (let i = 0; i < 5; i++)
        expect((await fetchIn(page, "/local/apps/shared/who")).body).toBe(`tab ${1 - closed}`);
    });
});

test("a page in the back/forward cache provides nothing, and provides again when it is back", async ({
  playwright,
  site,
  browserName,
}) => {
  test.skip(browserName !== "chromium", "Playwright drives a stock Firefox without its back/forward cache");
  const browser = await playwright.chromium.launch({
    ...toLaunchOptions("chromium"),
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  const context = await browser.newContext();
  const [page, tab] = [await context.newPage(), await context.newPage()];
  await connectPage(tab, `${site.origin}/`);
  await provide(tab, "back");
  await tab.evaluate(() => Object.assign(globalThis, { mark: "the same page" }));
  await connectPage(page, `${site.origin}/`);
  await tab.goto(`${site.origin}/elsewhere.html`);
  expect((await fetchIn(page, "/local/apps/shared/who")).error).toBe("service-not-found");
  await tab.evaluate(() => history.back());
  // The context is replaced somewhere in between.
  const isMarked = () => tab.evaluate(() => "mark" in globalThis).catch(() => false);
  await expect.poll(isMarked).toBe(true);
  await expect.poll(async () => (await fetchIn(page, "/local/apps/shared/who")).body).toBe("back");
  await tab.evaluate(() => api.unregisterService("shared"));
  expect((await fetchIn(page, "/local/apps/shared/who")).error).toBe("service-not-found");
  await browser.close();
});

test("a handler that never answers ends at its deadline with 504", async ({ page, site }) => {
  await connectPage(page, `${site.origin}/`);
  await provide(page, "slow", { timeout: 0.2 });
  const answer = await fetchIn(page, "/local/apps/shared/wait");
  expect([answer.status, answer.error]).toEqual([504, "deadline-exceeded"]);
  expect(answer.body).toContain("0.2 s");
});

test("a disconnected page provides nothing, and says so", async ({ page, site }) => {
  await connectPage(page, `${site.origin}/`);
  await provide(page, "gone");
  await page.evaluate(() => api.disconnect());
  await expect
    .poll(async () => (await fetchIn(page, "/local/apps/shared/who")).error)
    .toBe("service-not-found");
  const code = await page.evaluate(() => api.listServices().catch(({ code }) => code));
  expect(code).toBe("disconnected");
});

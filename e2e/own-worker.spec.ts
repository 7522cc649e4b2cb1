import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { type Engine, toLaunchOptions } from "./browsers.js";
import { buildOwnWorker, OUT } from "./build.js";
import { connectPage, crashPage, expect, fetchIn, killWorker, test } from "./fixtures.js";
import { end, startServer, type TestServer } from "./server.js";

let code: string;

test.beforeAll(async () => {
  code = await buildOwnWorker("e2e/workers/app.ts", [{ url: "/index.html", revision: "1" }]);
});

/** The app's server: its own worker and its one page. */
function serveApp(site: TestServer): void {
  site.on("/sw.js", (_, response) => end(response, 200, "text/javascript", code));
  const html = "<!doctype html><title>The app</title><link rel=icon href=data:,><body>the app's page";
  for (const path of ["/", "/index.html"])
    site.on(path, (_, response) => end(response, 200, "text/html", html));
}

/** Lets the app register its worker, as one that knows nothing of `connect`. */
async function install(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.register("/sw.js");
    const { serviceWorker } = navigator;
    if (!serviceWorker.controller)
      await new Promise((done) => serviceWorker.addEventListener("controllerchange", done));
  });
}

const OWN = { worker: "/sw.js" };

/** Registers a public service of the page under an id that the worker has, too. */
function override(page: Page, text: string, id = "work"): Promise<void> {
  return page.evaluate(
    async ([text, id]) => {
      await api.registerService({
        id,
        type: "functions",
        config: { visibility: "public" },
        index: () => text,
        slow: () => text,
      });
    },
    [text, id] as const,
  );
}

const bodyOf = async (page: Page, path: string, init?: RequestInit) => (await fetchIn(page, path, init)).body;
const notesOf = async (page: Page) => JSON.parse(await bodyOf(page, "/local/apps/work/notes")) as string[];

test.beforeEach(({ site }) => serveApp(site));

test.describe("a service of the worker answers", () => {
  test("a navigation with no page of the app open, and one to its page and route beside it", async ({
    page,
    context,
    site,
  }) => {
    await install(page, site.origin);
    await page.close();
    site.requests.length = 0;
    const tab = await context.newPage();
    await tab.goto(`${site.origin}/local/apps/work/`);
    expect(await tab.textContent("body")).toBe("from the worker");
    await tab.goto(`${site.origin}/some/where`); // Workbox's fallback for navigations
    expect(await tab.textContent("body")).toBe("the app's page");
    expect(await bodyOf(tab, "/own")).toBe("a route of the app's own");
    expect(site.requests.filter((url) => !/^\/(sw\.js|favicon\.ico)$/.test(url))).toEqual([]);
    expect(await bodyOf(tab, "/elsewhere")).toBe("Not on this server");
    expect(site.requests).toContain("/elsewhere");
  });

  test("bodies and queries by Hypha's convention, with its faults", async ({ page, site }) => {
    await install(page, site.origin);
    const init = { method: "POST", body: "größer", headers: { "content-type": "text/x" } };
    expect(JSON.parse(await bodyOf(page, "/local/apps/work/echo?a=1", init))).toEqual({
      ...{ method: "POST", text: "größer", type: "text/x", query: "a=1" },
      ...{ to: "local/worker", method_name: "services.work.echo" },
    });
    expect(await fetchIn(page, "/local/apps/work/none")).toMatchObject({
      status: 404,
      error: "function-not-found",
    });
    expect(await fetchIn(page, "/local/apps/work/throws")).toMatchObject({
      status: 500,
      error: "handler-threw",
    });
    const byName = { method: "POST", body: "[1, 2]", headers: { "content-type": "application/json" } };
    expect(await bodyOf(page, "/local/services/quiet/add", byName)).toBe("3");
  });

  test("by DigitalOcean's convention, also when the caller does not wait", async ({ page, site }) => {
    await install(page, site.origin);
    expect(await bodyOf(page, "/local/apps/sample/hello?name=Jane")).toBe("Hello Jane!");
    const accepted = await fetchIn(page, "/local/apps/sample/later", {
      headers: { prefer: "respond-async" },
    });
    expect(accepted.status).toBe(202);
    await expect.poll(() => notesOf(page)).toContain("later ran");
  });

  test("as a Hono app, which may go on after its answer, and as an ASGI app", async ({ page, site }) => {
    await install(page, site.origin);
    expect(await bodyOf(page, "/local/apps/shop/users/7")).toBe('{"id":"7"}');
    const init = { method: "POST", body: '{"name":"Jane"}', headers: { "content-type": "application/json" } };
    expect(await fetchIn(page, "/local/apps/shop/users", init)).toMatchObject({
      status: 201,
      body: '{"got":{"name":"Jane"}}',
    });
    expect(await bodyOf(page, "/local/apps/shop/background")).toBe("answered");
    await expect.poll(() => notesOf(page)).toContain("background ran");
    expect(await bodyOf(page, "/local/apps/upper/", { method: "POST", body: "loud" })).toBe("LOUD");
  });

  test("with events as they are made; closing ends the generator", async ({ page, site }) => {
    await install(page, site.origin);
    const times = await page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const times: number[] = [];
          const source = new EventSource("/local/apps/news/clock?1000");
          source.onmessage = () => {
            times.push(performance.now());
            if (times.length < 3) return;
            source.close();
            resolve(times);
          };
        }),
    );
    expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(100);
    await expect.poll(() => notesOf(page)).toContain("clock ended");
  });

  test("with cookies: it sets, deletes and gets them", async ({ page, site, browserName }) => {
    await install(page, site.origin);
    // A worker's Cookie Store is empty in Firefox ESR 153; once it is not, this fails.
    const hasCookies = browserName !== "firefox";
    await page.evaluate(() => {
      // biome-ignore lint/suspicious/noDocumentCookie: as pages do
      document.cookie = "gone=1; path=/";
    });
    expect(await bodyOf(page, "/local/apps/work/me")).toBe(hasCookies ? "gone=1" : "nobody");
    expect(await bodyOf(page, "/local/apps/work/login")).toBe("in");
    expect(await bodyOf(page, "/local/apps/work/me")).toBe(hasCookies ? "session=a=b" : "nobody");
    expect(await page.evaluate(() => document.cookie)).toBe(hasCookies ? "session=a=b" : "gone=1");
  });

  test("only members of its workspace, when it is protected", async ({ page, context, site }) => {
    await install(page, site.origin);
    expect(await fetchIn(page, "/local/apps/inner/")).toMatchObject({ status: 403, error: "not-permitted" });
    const member = await context.newPage();
    await connectPage(member, `${site.origin}/`, OWN);
    expect(await bodyOf(member, "/local/apps/inner/")).toBe("for members");
  });
});

test.describe("a page connected to the app's own worker", () => {
  test.beforeEach(({ page, site }) => connectPage(page, `${site.origin}/`, OWN));

  test("finds, lists and calls the worker's services", async ({ page }) => {
    const found = await page.evaluate(async () => {
      const service = await api.getService("work");
      return {
        id: service.id,
        sum: await (await api.getService("quiet")).add(20, 22),
        hello: await api.invoke("sample/hello", { name: "Jane" }),
        ids: (await api.listServices()).map(({ id }) => id),
      };
    });
    expect(found).toMatchObject({ id: "local/worker:work", sum: 42, hello: { body: "Hello Jane!" } });
    expect(found.ids).toContain("local/worker:inner");
    const listed = JSON.parse(await bodyOf(page, "/local/services/"));
    expect(listed.map(({ id }: { id: string }) => id)).toContain("local/worker:work");
  });

  test("sees the records of the worker's calls, with their logs, but for services without", async ({
    page,
  }) => {
    const path = await page.evaluate(async () => {
      let hear: (activation: unknown) => void = () => {};
      const heard = new Promise((resolve) => {
        hear = resolve;
      });
      await api.activations.subscribe((activation) => hear(activation));
      await fetch("/local/apps/quiet/");
      await fetch("/local/apps/work/logs");
      await heard;
      const [last, ...others] = await api.activations.list();
      const { value } = last?.annotations.find(({ key }) => key === "path") ?? {};
      return [value, last?.logs.map((line) => line.slice(31)), others.length];
    });
    expect(path).toEqual(["local/work/logs", ["stdout: written by the worker"], 0]);
  });

  test("overrides one until it unregisters, and its own is found by the worker's id all the while", async ({
    page,
  }) => {
    await override(page, "from the page");
    expect(await bodyOf(page, "/local/apps/work/")).toBe("from the page");
    expect(await bodyOf(page, "/local/apps/worker:work/")).toBe("from the worker");
    await page.evaluate(() => api.unregisterService("work"));
    expect(await bodyOf(page, "/local/apps/work/")).toBe("from the worker");
  });

  test("gives it back when it closes", async ({ page, context, site }) => {
    const other = await context.newPage();
    await connectPage(other, `${site.origin}/`, OWN);
    await override(other, "from the page");
    expect(await bodyOf(page, "/local/apps/work/")).toBe("from the page");
    await other.close();
    await expect.poll(() => bodyOf(page, "/local/apps/work/")).toBe("from the worker");
  });

  test("hears of an override that comes and goes", async ({ page, context, site }) => {
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      for (const name of ["service_added", "service_removed"] as const)
        api.on(name, ({ id }) => heard.push(`${name} ${id}`));
    });
    const other = await context.newPage();
    await connectPage(other, `${site.origin}/`, { ...OWN, client_id: "other" });
    await override(other, "from the page");
    await other.close();
    await expect
      .poll(() => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard))
      .toEqual(["service_added local/other:work", "service_removed local/other:work"]);
  });
});

test.describe("a killed worker", () => {
  test.skip(
    ({ browserName }) => browserName !== "chromium",
    "only Chromium's protocol kills a worker, or a page, on demand",
  );

  test("with a service of its own in the middle of a POST: the repeat is refused, and nothing runs twice", async ({
    page,
    site,
  }) => {
    await install(page, site.origin);
    const answer = fetchIn(page, "/local/apps/work/slow?1000", { method: "POST", body: "once" });
    await expect.poll(() => notesOf(page)).toEqual(["slow began"]);
    await killWorker(page);
    expect(await answer).toMatchObject({ status: 503, error: "provider-gone" });
    expect((await answer).body).toContain("may have been carried out");
    expect(await notesOf(page)).toEqual(["slow began"]);
    const again = { method: "POST", body: "once" };
    expect(await bodyOf(page, "/local/apps/work/slow?0", again)).toBe("slowly done");
  });

  test("in the middle of a GET: it runs again", async ({ page, site }) => {
    await install(page, site.origin);
    const answer = fetchIn(page, "/local/apps/work/slow?1000");
    await expect.poll(() => notesOf(page)).toEqual(["slow began"]);
    await killWorker(page);
    expect((await answer).body).toBe("slowly done");
    expect(await notesOf(page)).toEqual(["slow began", "slow began"]);
  });

  test("after a POST that was answered: an equal one runs", async ({ page, site }) => {
    await install(page, site.origin);
    const post = () => fetchIn(page, "/local/apps/work/slow?0", { method: "POST", body: "same" });
    for (let n = 1; n <= 3; n++) {
      expect((await post()).body).toBe("slowly done");
      expect((await post()).body).toBe("slowly done");
      await killWorker(page);
    }
    expect(await notesOf(page)).toHaveLength(6);
  });

  test("still has a page that overrides, and is given its service back when that page crashes", async ({
    page,
    context,
    site,
  }) => {
    await install(page, site.origin);
    const other = await context.newPage();
    await connectPage(other, `${site.origin}/`, OWN);
    await override(other, "from the page");
    await killWorker(page);
    expect(await bodyOf(page, "/local/apps/work/")).toBe("from the page");
    await crashPage(other);
    await expect.poll(() => bodyOf(page, "/local/apps/work/")).toBe("from the worker");
  });

  test("answers a GET itself when the page that overrides is too busy to say so", async ({
    page,
    context,
    site,
  }) => {
    await install(page, site.origin);
    const other = await context.newPage();
    await connectPage(other, `${site.origin}/`, OWN);
    await override(other, "from the page");
    await killWorker(page);
    const busy = other.evaluate(() => {
      for (const start = performance.now(); performance.now() - start < 3_000; );
    });
    expect(await bodyOf(page, "/local/apps/work/")).toBe("from the worker");
    await busy;
    await expect.poll(() => bodyOf(page, "/local/apps/work/")).toBe("from the page");
  });
});

const OLD = "000000000000";

/** The same worker from another build of the library. */
function serveOld(site: TestServer): void {
  const old = code.replaceAll(/[`"'][0-9a-f]{12}[`"']/g, `"${OLD}"`);
  site.on("/sw.js", (_, response) => end(response, 200, "text/javascript", old));
}

const buildOf = async (page: Page) => JSON.parse(await bodyOf(page, "/.tabserve/apps/loop")).build;

test.describe("connect to an app's own worker", () => {
  test("takes a page over whose worker claims none", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/`, { worker: "/sw.js?cautious" });
    expect(await bodyOf(page, "/local/apps/inner/")).toBe("for members");
  });

  test("goes on with the present version while a new one waits for pages to close", async ({
    page,
    context,
    site,
  }) => {
    const cautious = { worker: "/sw.js?cautious" };
    serveOld(site);
    await connectPage(page, `${site.origin}/`, cautious);
    await override(page, "from the page");
    serveApp(site);
    const tab = await context.newPage();
    await connectPage(tab, `${site.origin}/`, cautious);
    expect(await bodyOf(tab, "/local/apps/work/")).toBe("from the page");
    expect(await buildOf(tab)).toBe(OLD);
  });

  test("lets a new version of the worker take over, with its pages and their calls", async ({
    page,
    context,
    site,
  }) => {
    serveOld(site);
    await connectPage(page, `${site.origin}/`, OWN);
    await override(page, "from the page");
    serveApp(site);
    const tab = await context.newPage();
    await connectPage(tab, `${site.origin}/`, OWN);
    expect(await buildOf(tab)).not.toBe(OLD);
    await expect.poll(() => bodyOf(tab, "/local/apps/work/")).toBe("from the page");
    expect(await bodyOf(tab, "/local/apps/worker:work/")).toBe("from the worker");
  });

  test("rejects with what is wrong with the worker's services", async ({ page, site }) => {
    const bad = await buildOwnWorker("e2e/workers/bad.ts");
    site.on("/sw.js", (_, response) => end(response, 200, "text/javascript", bad));
    await page.goto(`${site.origin}/`);
    const failed = await page.evaluate(async () => {
      const path = "/lib/tabserve.js";
      const { connect } = (await import(path)) as typeof import("../src/index.js");
      return connect({ worker: "/sw.js" }).catch(({ code, message }) => ({ code, message }));
    });
    expect(failed).toMatchObject({
      code: "worker-failed",
      message: expect.stringContaining(
        'config.visibility of service hello is "open"; it must be one of public, protected, unlisted',
      ),
    });
  });
});

test("without a server, after the browser was started again, both the app and the worker's services answer", async ({
  playwright,
  browserName,
  site,
}, info) => {
  const open = () =>
    playwright[browserName].launchPersistentContext(
      info.outputPath("profile"),
      toLaunchOptions(browserName as Engine),
    );
  const server = await startServer();
  serveApp(server);
  const before = await open();
  const [page = await before.newPage()] = before.pages();
  await install(page, server.origin);
  expect(await bodyOf(page, "/local/apps/work/echo", { method: "POST", body: "online" })).toContain("online");
  await before.close();
  await server.close();
  const after = await open();
  const [tab = await after.newPage()] = after.pages();
  await tab.goto(`${server.origin}/local/apps/work/`);
  expect(await tab.textContent("body")).toBe("from the worker");
  await tab.goto(`${server.origin}/`);
  expect(await tab.textContent("body")).toBe("the app's page");
  expect(await bodyOf(tab, "/local/apps/work/echo", { method: "POST", body: "offline" })).toContain(
    "offline",
  );
  await after.close();
});

test("an app that registers its worker as a module connects to it when it is ready", async ({
  page,
  site,
}) => {
  await page.goto(`${site.origin}/`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.register("/sw.js", { type: "module" });
    await navigator.serviceWorker.ready;
    const path = "/lib/tabserve.js";
    const { connect } = (await import(path)) as typeof import("../src/index.js");
    globalThis.api = await connect({ worker: "/sw.js" });
  });
  expect(await bodyOf(page, "/local/apps/inner/")).toBe("for members");
});

test("the guide's worker keeps notes", async ({ page, site }) => {
  const [, program = ""] =
    /```js\n([\s\S]*?)```/.exec(readFileSync("docs/guides/own-worker.md", "utf8")) ?? [];
  const entry = resolve(OUT, "guide-worker.js");
  writeFileSync(entry, program);
  const guide = await buildOwnWorker(entry, [{ url: "/index.html", revision: "1" }]);
  site.on("/sw.js", (_, response) => end(response, 200, "text/javascript", guide));
  await connectPage(page, `${site.origin}/`, OWN);
  expect(await bodyOf(page, "/local/apps/notes/", { method: "POST", body: "milk" })).toBe(
    '{"notes":["milk"]}',
  );
  await page.goto(`${site.origin}/local/apps/notes/`);
  expect(await page.textContent("body")).toContain('{"notes":["milk"]}');
  await page.goto(`${site.origin}/some/where`);
  expect(await page.textContent("body")).toBe("the app's page");
});

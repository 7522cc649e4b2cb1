import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { rolldown } from "rolldown";
import { type Engine, toLaunchOptions } from "./browsers.js";
import { buildPageScript, OUT } from "./build.js";
import { connectPage, expect, fetchIn, test } from "./fixtures.js";
import { end } from "./server.js";

/** The conformance pages run hundreds of cases without a worker; here is what a page cannot bring about itself. */

/** Playwright's own way to keep workers from a page. */
test.use({ serviceWorkers: "block" });

const FALLBACK = { workspace: "W", client_id: "me", fallback: "fetch" } as const;

const open = (page: Page, url: string, options = {}) => connectPage(page, url, { ...FALLBACK, ...options });

/** Registers a public service whose function `f` says `text`. */
function say(page: Page, text: string): Promise<void> {
  return page.evaluate(async (text) => {
    const config = { visibility: "public" } as const;
    await api.registerService({ id: "echo", type: "functions", config, f: () => text });
  }, text);
}

/** How connecting ends, with and without the option. */
async function connectBoth(page: Page, origin: string) {
  await page.goto(`${origin}/`);
  return page.evaluate(async () => {
    const path = "/lib/tabserve.js";
    const { connect }: typeof import("../src/index.js") = await import(path);
    const refusal = await connect({ workspace: "W" }).then(
      () => "connected",
      ({ code, message }) => `${code}: ${message}`,
    );
    const api = await connect({ workspace: "W", fallback: "fetch" });
    const config = { visibility: "public" } as const;
    await api.registerService({ id: "echo", type: "functions", config, f: () => "answered" });
    const text = await (await fetch("/W/apps/echo/f")).text();
    const { transport, fallback_reason: reason } = api.config;
    const [activation] = await api.activations.list();
    return { refusal, text, transport, reason: reason?.code, activation: activation?.name };
  });
}

const withPage = async (browser: Browser, use: (page: Page) => Promise<void>) => {
  await use(await browser.newPage());
  await browser.close();
};

test.describe("where no worker can be had, fetch answers, and the error without the option names it:", () => {
  test("an insecure origin", async ({ playwright, browserName, site }) => {
    const options = toLaunchOptions(browserName as Engine);
    const browser = await playwright[browserName].launch({
      ...options,
      ...(browserName === "chromium" && {
        args: [...(options.args ?? []), "--host-resolver-rules=MAP insecure.test 127.0.0.1"],
      }),
      firefoxUserPrefs: { "network.dns.localDomains": "insecure.test" },
    });
    await withPage(browser, async (page) => {
      const seen = await connectBoth(page, site.origin.replace("localhost", "insecure.test"));
      expect(seen.refusal).toMatch(/^insecure-context: .*connect\(\{ fallback: "fetch" \}\)/);
      const reason = "insecure-context";
      expect(seen).toMatchObject({ text: "answered", transport: "fetch", reason, activation: "f" });
    });
  });

  test("a Firefox without service workers", async ({ playwright, browserName, site }) => {
    test.skip(browserName !== "firefox", "a setting of Firefox");
    const browser = await playwright.firefox.launch({
      ...toLaunchOptions("firefox"),
      firefoxUserPrefs: { "dom.serviceWorkers.enabled": false },
    });
    await withPage(browser, async (page) => {
      const seen = await connectBoth(page, site.origin);
      expect(seen.refusal).toMatch(/^no-service-worker: .*connect\(\{ fallback: "fetch" \}\)/);
      expect(seen).toMatchObject({ text: "answered", transport: "fetch", reason: "no-service-worker" });
    });
  });

  test("a page from which a script keeps them", async ({ page, site }) => {
    const seen = await connectBoth(page, site.origin);
    expect(seen.refusal).toMatch(
      /^no-service-worker: Service workers are kept from .*connect\(\{ fallback: "fetch" \}\)/,
    );
    expect(seen).toMatchObject({ text: "answered", transport: "fetch", reason: "no-service-worker" });
  });

  test("a page where something unknown is in the way", async ({ page, site }) => {
    await page.addInitScript(() => {
      navigator.serviceWorker.register = () => {
        throw new RangeError("not today");
      };
    });
    const seen = await connectBoth(page, site.origin);
    expect(seen.refusal).toMatch(/^worker-failed: .*RangeError: not today/);
    expect(seen).toMatchObject({ text: "answered", transport: "fetch", reason: "worker-failed" });
  });

  test("a sandboxed page, which has no storage either", async ({ page, site }) => {
    site.on("/sandboxed/", (_, response) => {
      response.setHeader("content-security-policy", "sandbox allow-scripts");
      end(response, 200, "text/html", "<!doctype html>");
    });
    await open(page, `${site.origin}/sandboxed/`, { worker: `${site.origin}/tabserve-worker.js` });
    await say(page, "answered");
    expect((await fetchIn(page, "/W/apps/echo/f")).body).toBe("answered");
    expect(await page.evaluate(() => api.config.fallback_reason?.code)).toBe("storage-blocked");
  });
});

test("the table of DigitalOcean's cases holds", async ({ page, site }) => {
  test.setTimeout(120_000);
  const bundle = await rolldown({
    input: resolve(OUT, "../digitalocean/replay.ts"),
    resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
  });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
  site.on("/replay.js", (_, response) => end(response, 200, "text/javascript", output[0].code));
  await open(page, `${site.origin}/`);
  const replayed = await page.evaluate(async () => {
    const path = "/replay.js";
    const { replayAll }: typeof import("./digitalocean/replay.js") = await import(path);
    return replayAll(api);
  });
  expect(replayed.failed).toEqual([]);
  expect(replayed.passed).toBeGreaterThan(400);
});

for (const name of ["hono", "itty-router", "h3"] as const)
  test(`the app ${name} answers by fetch as it answers in its page`, async ({ page, site }) => {
    await open(page, `${site.origin}/`);
    await page.addScriptTag({ type: "module", content: await buildPageScript("e2e/apps/page.ts") });
    await page.waitForFunction(() => "answerBothWays" in globalThis);
    for (const { name: one, direct, through } of await page.evaluate(
      (n) => globalThis.answerBothWays(n),
      name,
    ))
      expect.soft(through, one).toEqual(direct);
  });

test("the window and the console tell of it", async ({ page, site }) => {
  const warnings: string[] = [];
  page.on("console", (message) => warnings.push(message.text()));
  await page.addInitScript(() => {
    addEventListener("tabserve-fallback", (event) => {
      const { workspace, reason } = (event as CustomEvent).detail;
      document.title = `${workspace.config.transport} ${reason.code}`;
    });
  });
  await open(page, `${site.origin}/`);
  await expect(page).toHaveTitle("fetch no-service-worker");
  expect(warnings.join()).toContain("tabserve: only fetch and XMLHttpRequest of this page are served");
});

test("what is not ours reaches the network as it came", async ({ page, site }) => {
  site.on("/other", (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => end(response, 201, "text/plain", `${request.method} ${Buffer.concat(chunks)}`));
  });
  await open(page, `${site.origin}/`);
  await say(page, "ours");
  const seen = await page.evaluate(async () => {
    const init = { method: "POST", body: "sent" };
    const xhr = new XMLHttpRequest();
    xhr.open("PUT", "/other", false);
    xhr.send("by xhr");
    return [
      await (await fetch("/other", init)).text(),
      await (await fetch(new Request("/other", init))).text(),
      xhr.responseText,
    ];
  });
  expect(seen).toEqual(["POST sent", "POST sent", "PUT by xhr"]);
  expect(site.requests.filter((url) => url.startsWith("/W/"))).toEqual([]);
});

test("connections of one page see each other's services, and hear of them", async ({ page, site }) => {
  await open(page, `${site.origin}/`);
  const seen = await page.evaluate(async () => {
    const path = "/lib/tabserve.js";
    const { connect }: typeof import("../src/index.js") = await import(path);
    const other = await connect({ workspace: "W", client_id: "other", fallback: "fetch" });
    const added = new Promise<string>((done) => other.once("service_added", ({ id }) => done(id)));
    // Whoever begins to listen is told first what there is.
    await new Promise((done) => setTimeout(done, 50));
    const boom = () => {
      throw new Error("boom");
    };
    await api.registerService({ id: "math", add: (a: number, b: number) => a + b, boom });
    const math = await other.getService("math");
    return {
      added: await added,
      sum: await math.add(1, 2),
      failure: await math
        .boom()
        .catch(({ code, message }: { code: string; message: string }) => [code, message]),
      ids: (await other.listServices()).map(({ id }) => id),
      clone: await math.add(() => {}).catch(({ name }: Error) => name),
    };
  });
  expect(seen).toEqual({
    added: "W/me:math",
    sum: 3,
    failure: ["handler-threw", "Error: boom"],
    ids: ["W/me:math"],
    clone: "DataCloneError",
  });
});

test.describe("disconnect", () => {
  test("of the last connection gives fetch and XMLHttpRequest back, and ends calls under way", async ({
    page,
    site,
  }) => {
    await page.goto(`${site.origin}/`);
    const seen = await page.evaluate(async () => {
      const path = "/lib/tabserve.js";
      const { connect }: typeof import("../src/index.js") = await import(path);
      const before = [fetch, XMLHttpRequest];
      const isBefore = () => [fetch === before[0], XMLHttpRequest === before[1]];
      const [one, two] = [
        await connect({ workspace: "W", fallback: "fetch" }),
        await connect({ workspace: "V", fallback: "fetch" }),
      ];
      let begin = () => {};
      const begun = new Promise<void>((done) => {
        begin = done;
      });
      await one.registerService({ id: "slow", type: "functions", f: () => new Promise(begin) });
      const pending = fetch("/W/apps/slow/f");
      const during = isBefore();
      await begun;
      await one.disconnect();
      const answer = await pending;
      const half = isBefore();
      const gone = (await fetch("/W/apps/slow/f")).headers.get("x-tabserve-error");
      await two.disconnect();
      const { status } = await fetch("/W/apps/slow/f");
      return { during, half, after: isBefore(), code: answer.headers.get("x-tabserve-error"), gone, status };
    });
    expect(seen).toEqual({
      during: [false, false],
      half: [false, false],
      after: [true, true],
      code: "provider-gone",
      gone: "service-not-found",
      status: 404,
    });
  });

  test("leaves what another library put before ours, and ours lets everything through", async ({
    page,
    site,
  }) => {
    site.on("/W/apps/echo/f", (_, response) => end(response, 200, "text/plain", "network"));
    await page.goto(`${site.origin}/`);
    const seen = await page.evaluate(async () => {
      const path = "/lib/tabserve.js";
      const { connect }: typeof import("../src/index.js") = await import(path);
      const log: string[] = [];
      /** As error trackers and mocking libraries do it. */
      const wrap = (name: string) => {
        const { fetch: before } = globalThis;
        globalThis.fetch = (input, init) => {
          log.push(`${name} fetch ${input instanceof Request ? input.url : input}`);
          return before(input, init);
        };
        const { open } = XMLHttpRequest.prototype;
        XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...args: unknown[]) {
          log.push(`${name} xhr ${args[1]}`);
          return Reflect.apply(open, this, args);
        };
      };
      const ask = async (path: string) => {
        const xhr = new XMLHttpRequest();
        xhr.open("GET", path);
        const ended = new Promise((done) => xhr.addEventListener("loadend", done));
        xhr.send();
        await ended;
        const texts = [await (await fetch(path)).text(), xhr.responseText];
        return [...texts, ...log.splice(0)];
      };
      wrap("first");
      const api = await connect({ workspace: "W", fallback: "fetch" });
      await api.registerService({ id: "echo", type: "functions", f: () => "function" });
      const first = await ask("/W/apps/echo/f");
      wrap("second");
      const both = await ask("/W/apps/echo/f");
      await api.disconnect();
      return { first, both, after: await ask("/W/apps/echo/f") };
    });
    expect(seen.first).toEqual(["function", "function", "first xhr /W/apps/echo/f"]);
    expect(seen.both).toEqual([
      "function",
      "function",
      "second xhr /W/apps/echo/f",
      "first xhr /W/apps/echo/f",
      "second fetch /W/apps/echo/f",
    ]);
    expect(seen.after.slice(0, 2)).toEqual(["network", "network"]);
    expect(seen.after).toContain("first fetch /W/apps/echo/f");
  });
});

test("a click on a link with download saves what the function gives", async ({ page, site, browserName }) => {
  test.skip(browserName === "firefox", "its WebDriver BiDi tells of no download of a blob");
  await open(page, `${site.origin}/`);
  await say(page, "saved");
  await page.evaluate(() => {
    document.body.innerHTML = "<a href=/W/apps/echo/f download=a.txt>save</a>";
  });
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("a")]);
  expect(download.suggestedFilename()).toBe("a.txt");
  expect(readFileSync(await download.path(), "utf8")).toBe("saved");
});

test("bad-option: an unknown fallback", async ({ page, site }) => {
  await page.goto(`${site.origin}/`);
  const refusal = await page.evaluate(async () => {
    const path = "/lib/tabserve.js";
    const { connect }: typeof import("../src/index.js") = await import(path);
    return connect({ fallback: "xhr" as "fetch" }).catch(({ code, message }) => `${code}: ${message}`);
  });
  expect(refusal).toBe('bad-option: connect() got fallback "xhr", which must be "fetch" or left out');
});

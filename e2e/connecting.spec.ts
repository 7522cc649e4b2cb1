import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { type Engine, toLaunchOptions } from "./browsers.js";
import { OUT } from "./build.js";
import { connectHere, connectPage, expect, fetchIn, killWorker, openBypass, test } from "./fixtures.js";
import { end, type TestServer } from "./server.js";

const workerCode = () => readFileSync(resolve(OUT, "tabserve-worker.js"), "utf8");

/** Registers a public service whose `index` says `text`. */
function say(page: Page, text: string, id = "greeter"): Promise<void> {
  return page.evaluate(
    async ([text, id]) => {
      await api.registerService({
        id,
        type: "functions",
        config: { visibility: "public" },
        index: () => text,
      });
    },
    [text, id] as const,
  );
}

type Outcome = { readonly code: string; readonly message: string };

/** The error a `connect` of a page rejects with. */
async function connectError(page: Page, url: string, options = {}): Promise<Outcome> {
  await page.goto(url);
  return connectErrorHere(page, options);
}

/** The same, for the page as it is. */
function connectErrorHere(page: Page, options = {}): Promise<Outcome> {
  return page.evaluate(async (options) => {
    const path = "/lib/tabserve.js";
    const { connect } = (await import(path)) as typeof import("../src/index.js");
    return connect(options).then(
      () => ({ code: "connected", message: "" }),
      ({ code, message }) => ({ code, message }),
    );
  }, options);
}

const loopOf = async (page: Page) => JSON.parse((await fetchIn(page, "/.tabserve/apps/loop")).body);

test.describe("connect resolves when this page's requests go through the worker", () => {
  test("on the first visit, without a reload", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/`);
    await say(page, "first");
    expect((await fetchIn(page, "/local/apps/greeter/")).body).toBe("first");
    expect(site.requests.filter((url) => url === "/")).toHaveLength(1);
  });

  test("after a reload", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/`);
    await connectPage(page, `${site.origin}/`);
    await say(page, "again");
    expect((await fetchIn(page, "/local/apps/greeter/")).body).toBe("again");
  });

  test("after a hard reload, which leaves the page uncontrolled, without reloading it", async ({
    page,
    site,
    browserName,
  }) => {
    test.skip(browserName !== "chromium", "only Chromium's protocol makes a hard reload");
    await connectPage(page, `${site.origin}/`);
    const session = await page.context().newCDPSession(page);
    await Promise.all([page.waitForEvent("load"), session.send("Page.reload", { ignoreCache: true })]);
    expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
    site.requests.length = 0;
    await connectHere(page);
    await say(page, "reclaimed");
    expect((await fetchIn(page, "/local/apps/greeter/")).body).toBe("reclaimed");
    expect(site.requests).not.toContain("/");
  });

  test("in a second tab and in an iframe, each as a client of its own", async ({ page, site, context }) => {
    await connectPage(page, `${site.origin}/`, { client_id: "one" });
    await say(page, "tab one", "a");
    const tab = await context.newPage();
    await connectPage(tab, `${site.origin}/`, { client_id: "two" });
    await say(tab, "tab two", "b");
    expect((await fetchIn(page, "/local/apps/b/")).body).toBe("tab two");
    const framed = await page.evaluate(async () => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      await new Promise((done) => {
        frame.onload = done;
        frame.src = "/frame.html";
      });
      const inner = frame.contentWindow as Window & typeof globalThis;
      const run = inner.eval(`(async () => {
        const { connect } = await import("/lib/tabserve.js");
        globalThis.api = await connect({ client_id: "three" });
        await api.registerService({ id: "c", type: "functions", config: { visibility: "public" }, index: () => "frame" });
      })()`);
      await run;
      return (await fetch("/local/apps/c/")).text();
    });
    expect(framed).toBe("frame");
  });

  test("several times at once", async ({ page, site }) => {
    await page.goto(`${site.origin}/`);
    const workspaces = await page.evaluate(async () => {
      const path = "/lib/tabserve.js";
      const { connect } = (await import(path)) as typeof import("../src/index.js");
      const all = await Promise.all(["a", "b", "c"].map((workspace) => connect({ workspace })));
      await Promise.all(
        all.map((api) =>
          api.registerService({
            id: "s",
            type: "functions",
            config: { visibility: "public" },
            index: () => api.config.workspace,
          }),
        ),
      );
      return Promise.all(all.map(async ({ config }) => (await fetch(`/${config.workspace}/apps/s/`)).text()));
    });
    expect(workspaces).toEqual(["a", "b", "c"]);
  });

  test("under a sub-path: addresses are relative to the worker's scope", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/base/page.html`, { worker: "tabserve-worker.js" });
    await say(page, "below");
    expect((await fetchIn(page, "/base/local/apps/greeter/")).body).toBe("below");
    expect((await fetchIn(page, "/local/apps/greeter/x")).body).toBe("Not on this server");
    const config = await page.evaluate(() => api.config.public_base_url);
    expect(config).toBe(`${site.origin}/base/`);
  });

  test("with a scope that holds characters of URL patterns and escapes", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/a(b)+%20c/`, { worker: "tabserve-worker.js" });
    await say(page, "odd");
    expect((await fetchIn(page, "local/apps/greeter/")).body).toBe("odd");
  });
});

test.describe("a request that is not ours", () => {
  test("reaches the network and nothing else", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/`);
    for (const path of ["/x", "/W/app/s", "/W/apps", "/W/apps/", "/a/W/apps/s/f"])
      expect((await fetchIn(page, path)).status, path).toBe(path === "/W/apps/" ? 200 : 404);
    expect(site.requests).toEqual(
      expect.arrayContaining(["/x", "/W/app/s", "/W/apps", "/W/apps/", "/a/W/apps/s/f"]),
    );
  });

  test("never starts the worker where the browser has routes, unless it is a navigation", async ({
    page,
    site,
    browserName,
  }) => {
    test.skip(browserName !== "chromium", "only Chromium has InstallEvent.addRoutes");
    await connectPage(page, `${site.origin}/`);
    await killWorker(page);
    const session = await page.context().newCDPSession(page);
    const statuses: string[] = [];
    session.on("ServiceWorker.workerVersionUpdated", ({ versions }) =>
      statuses.push(...versions.map((one) => one.runningStatus)),
    );
    await session.send("ServiceWorker.enable");
    for (let i = 0; i < 5; i++) await fetchIn(page, "/somewhere/else");
    await page.evaluate(
      () => new Promise((done) => Object.assign(new Image(), { onerror: done, src: "/none.png" })),
    );
    expect(statuses.filter((status) => status !== "stopped")).toEqual([]);
    await fetchIn(page, "/local/apps/nobody/x");
    expect(statuses).toContain("running");
  });
});

/**
 * Lets a page believe, from its next load on, that the version which it is left with is gone. The browser brings this about
 * in one of ten takeovers on a busy machine, and never when it is asked to.
 */
async function leaveBehind(page: Page, script = "/tabserve-worker.js"): Promise<void> {
  await page.addInitScript((script) => {
    const { get } = Object.getOwnPropertyDescriptor(ServiceWorkerContainer.prototype, "controller") ?? {};
    const gone = { state: "activated", scriptURL: origin + script };
    Object.defineProperty(navigator.serviceWorker, "controller", {
      get() {
        const controller = get?.call(this);
        return controller?.scriptURL.includes("?again=") ? controller : gone;
      },
    });
  }, script);
}

/** The URLs of versions that were asked for; browsers may load the present one again, to see whether it changed. */
const versionsOf = (site: TestServer) =>
  new Set(site.requests.filter((url) => url.startsWith("/tabserve-worker.js?again=")));

test.describe("a page that is left with a version that is gone, as Firefox leaves some, is brought back", () => {
  test("by one more version", async ({ page, site }) => {
    await connectPage(page, `${site.origin}/`);
    await leaveBehind(page);
    await connectPage(page, `${site.origin}/`);
    await say(page, "back");
    expect((await fetchIn(page, "/local/apps/greeter/")).body).toBe("back");
    // The next visit takes the worker as it is.
    await connectPage(await page.context().newPage(), `${site.origin}/`);
    expect(versionsOf(site).size).toBe(1);
  });

  test("by a module, if its worker is one", async ({ page, site }) => {
    const code = `${workerCode()}\nexport {};`; // which no classic script may say
    site.on("/tabserve-worker.js", (_, response) => end(response, 200, "text/javascript", code));
    await page.goto(`${site.origin}/`);
    await page.evaluate(async () => {
      await navigator.serviceWorker.register("/tabserve-worker.js", { type: "module" });
      await navigator.serviceWorker.ready;
    });
    await leaveBehind(page);
    await connectPage(page, `${site.origin}/`);
    await say(page, "back");
    expect((await fetchIn(page, "/local/apps/greeter/")).body).toBe("back");
    expect(versionsOf(site).size).toBe(1);
  });
});

test("a page whose controller is another worker waits for ours, without one more version of it", async ({
  page,
  site,
}) => {
  await connectPage(page, `${site.origin}/`);
  await leaveBehind(page, "/theirs.js");
  expect((await connectError(page, `${site.origin}/`)).code).toBe("worker-unresponsive");
  expect(versionsOf(site).size).toBe(0);
});

test("a request that went past the worker, as while another takes over, is no reason to fail", async ({
  page,
  site,
  browserName,
}) => {
  test.skip(browserName !== "chromium", "only Chromium's protocol leads requests past the worker");
  await connectPage(page, `${site.origin}/`);
  const bypass = await openBypass(page);
  let passed = 0;
  site.on("/.tabserve/apps/loop", async (_, response) => {
    passed++;
    await bypass(false);
    end(response, 404, "text/plain", "no");
  });
  await bypass(true);
  await connectHere(page, { workspace: "again" });
  expect([await page.evaluate(() => api.config.workspace), passed]).toEqual(["again", 1]);
});

test.describe("connect tells failures of the environment apart", () => {
  test("worker-not-found: the script answers 404", async ({ page, site }) => {
    const { code, message } = await connectError(page, `${site.origin}/`, { worker: "/missing.js" });
    expect(code).toBe("worker-not-found");
    expect(message).toBe(
      `The worker ${site.origin}/missing.js answered 404; copy tabserve-worker.js there or pass its URL as { worker }`,
    );
  });

  test("worker-is-html: the server falls back to a page", async ({ page, site }) => {
    site.on("/tabserve-worker.js", (_, response) =>
      end(response, 200, "text/html; charset=utf-8", "<!doctype html>"),
    );
    expect((await connectError(page, `${site.origin}/`)).code).toBe("worker-is-html");
  });

  test("worker-wrong-type: the content type is no JavaScript", async ({ page, site }) => {
    site.on("/tabserve-worker.js", (_, response) => end(response, 200, "text/plain", workerCode()));
    const { code, message } = await connectError(page, `${site.origin}/`);
    expect(code).toBe("worker-wrong-type");
    expect(message).toContain('"text/plain"');
  });

  test("not-served: requests go past the worker", async ({ page, site, browserName }) => {
    test.skip(browserName !== "chromium", "only Chromium's protocol leads requests past the worker");
    await connectPage(page, `${site.origin}/`);
    const bypass = await openBypass(page);
    await bypass(true);
    expect((await connectErrorHere(page)).code).toBe("not-served");
  });

  test("worker-failed: a part of the library is not on the server any more", async ({ page, site }) => {
    site.on("/lib/link.js", (_, response) => end(response, 404, "text/plain", "no"));
    const { code, message } = await connectError(page, `${site.origin}/`);
    expect(code).toBe("worker-failed");
    expect(message).toMatch(/^Connecting failed unexpectedly \(TypeError: .*; reload the page/);
  });

  test("worker-unresponsive: it throws, and is not sent again to say why", async ({ page, site }) => {
    let count = 0;
    site.on("/tabserve-worker.js", (_, response) => {
      // For the browser, for the page that looks for itself, and for the browser again.
      if (++count < 3) end(response, 200, "text/javascript", 'throw new Error("broken")');
    });
    expect((await connectError(page, `${site.origin}/`)).code).toBe("worker-unresponsive");
    expect(count).toBe(3);
  });

  test("worker-failed: the script throws", async ({ page, site }) => {
    site.on("/tabserve-worker.js", (_, response) =>
      end(response, 200, "text/javascript", "throw new Error('broken')"),
    );
    expect((await connectError(page, `${site.origin}/`)).code).toBe("worker-failed");
  });

  test("worker-unreachable: the server does not answer", async ({ page, site }) => {
    site.on("/tabserve-worker.js", (_, response) => response.destroy());
    expect((await connectError(page, `${site.origin}/`)).code).toBe("worker-unreachable");
  });

  test("scope-not-allowed: the script lies below the scope", async ({ page, site }) => {
    const options = { worker: "/sub/tabserve-worker.js", scope: "/" };
    const { code, message } = await connectError(page, `${site.origin}/`, options);
    expect(code).toBe("scope-not-allowed");
    expect(message).toContain("Service-Worker-Allowed: /");
  });

  test("the header Service-Worker-Allowed widens the scope", async ({ page, site }) => {
    site.on("/sub/tabserve-worker.js", (_, response) => {
      response.setHeader("service-worker-allowed", "/");
      end(response, 200, "text/javascript", workerCode());
    });
    await connectPage(page, `${site.origin}/`, { worker: "/sub/tabserve-worker.js", scope: "/" });
    await say(page, "wide");
    expect((await fetchIn(page, "/local/apps/greeter/")).body).toBe("wide");
  });

  test("page-out-of-scope: the page lies beside the worker", async ({ page, site }) => {
    const { code, message } = await connectError(page, `${site.origin}/a/`, {
      worker: "/b/tabserve-worker.js",
    });
    expect(code).toBe("page-out-of-scope");
    expect(message).toContain(`${site.origin}/b/`);
  });

  test("insecure-context: plain http on a name that is not localhost", async ({
    playwright,
    browserName,
    site,
  }) => {
    test.skip(browserName !== "chromium", "only Chromium resolves a made-up name by a flag");
    const options = toLaunchOptions("chromium");
    const args = [...(options.args ?? []), "--host-resolver-rules=MAP insecure.test 127.0.0.1"];
    const browser = await playwright.chromium.launch({ ...options, args });
    const page = await browser.newPage();
    const { code, message } = await connectError(page, site.origin.replace("localhost", "insecure.test"));
    expect(code).toBe("insecure-context");
    expect(message).toContain("use https:// or http://localhost");
    await browser.close();
  });

  test("storage-blocked: a sandboxed page", async ({ page, site }) => {
    site.on("/sandboxed.html", (_, response) => {
      response.setHeader("content-security-policy", "sandbox allow-scripts");
      end(response, 200, "text/html", "<!doctype html>");
    });
    const { code, message } = await connectError(page, `${site.origin}/sandboxed.html`);
    expect(code).toBe("storage-blocked");
    expect(message).toContain("allow-same-origin");
  });

  test("storage-blocked: a browser that keeps no data for the site", async ({
    playwright,
    browserName,
    site,
  }, info) => {
    const options = toLaunchOptions(browserName as Engine);
    const profile = info.outputPath("profile");
    mkdirSync(resolve(profile, "Default"), { recursive: true });
    const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
    writeFileSync(resolve(profile, "Default/Preferences"), JSON.stringify(blocked));
    const context = await playwright[browserName].launchPersistentContext(profile, {
      ...options,
      firefoxUserPrefs: { "network.cookie.cookieBehavior": 2 },
    });
    const { code } = await connectError(await context.newPage(), `${site.origin}/`);
    await context.close();
    expect(code).toBe("storage-blocked");
  });

  for (const [option, value, problem] of [
    ["workspace", "", "must not be empty"],
    ["workspace", "a/b", 'must not contain "/"'],
    ["workspace", ".own", 'must not start with "."'],
    ["client_id", "a:b", 'must not contain ":"'],
    ["worker", "https://elsewhere.example/tabserve-worker.js", "must be on the page's origin"],
    ["scope", "/base", 'must end with "/"'],
  ] as const)
    test(`bad-option: ${option} ${JSON.stringify(value)}`, async ({ page, site }) => {
      const { code, message } = await connectError(page, `${site.origin}/`, { [option]: value });
      expect(code).toBe("bad-option");
      expect(message).toContain(option);
      expect(message).toContain(problem);
    });
});

test.describe("page and worker of different versions", () => {
  const withBuild = (hash: string) => workerCode().replaceAll(/[`"'][0-9a-f]{12}[`"']/g, `"${hash}"`);
  const serve = (site: TestServer, code: string) =>
    site.on("/tabserve-worker.js", (_, response) => end(response, 200, "text/javascript", code));

  test("a stale worker is updated before connect resolves", async ({ page, site }) => {
    serve(site, withBuild("000000000000"));
    await connectPage(page, `${site.origin}/`);
    expect((await loopOf(page)).build).toBe("000000000000");
    serve(site, workerCode());
    await connectPage(page, `${site.origin}/`);
    expect((await loopOf(page)).build).toMatch(/^(?!0{12})[0-9a-f]{12}$/);
    await say(page, "updated");
    expect((await fetchIn(page, "/local/apps/greeter/")).body).toBe("updated");
  });

  test("another build of the same protocol goes on when the server has no newer", async ({ page, site }) => {
    serve(site, withBuild("000000000000"));
    await connectPage(page, `${site.origin}/`);
    await say(page, "compatible");
    expect((await fetchIn(page, "/local/apps/greeter/")).body).toBe("compatible");
  });

  test("worker-version: another protocol that does not update", async ({ page, site }) => {
    const code = withBuild("000000000000").replace("protocol:1", "protocol:99");
    expect(code).toContain("protocol:99");
    serve(site, code);
    const { code: errorCode, message } = await connectError(page, `${site.origin}/`);
    expect(errorCode).toBe("worker-version");
    expect(message).toContain("protocol 99 (build 000000000000)");
  });

  test("a connected page follows an updated worker", async ({ page, site, context }) => {
    serve(site, withBuild("000000000000"));
    await connectPage(page, `${site.origin}/`);
    await say(page, "old page");
    serve(site, workerCode());
    const tab = await context.newPage();
    await connectPage(tab, `${site.origin}/`);
    expect((await loopOf(page)).build).not.toBe("000000000000");
    expect((await fetchIn(tab, "/local/apps/greeter/")).body).toBe("old page");
  });
});

test.describe("other people's workers are left alone", () => {
  const THEIRS = "addEventListener('fetch', () => {});";

  test("in the same scope", async ({ page, site }) => {
    site.on("/theirs.js", (_, response) => end(response, 200, "text/javascript", THEIRS));
    await page.goto(`${site.origin}/`);
    await page.evaluate(() => navigator.serviceWorker.register("/theirs.js"));
    const { code, message } = await connectError(page, `${site.origin}/`);
    expect(code).toBe("other-worker");
    expect(message).toContain(`${site.origin}/theirs.js`);
    const scripts = await page.evaluate(async () =>
      (await navigator.serviceWorker.getRegistrations()).map(
        ({ active, installing, waiting }) => (active ?? waiting ?? installing)?.scriptURL,
      ),
    );
    expect(scripts).toEqual([`${site.origin}/theirs.js`]);
  });

  test("in a narrower scope that serves this page", async ({ page, site }) => {
    site.on("/app/theirs.js", (_, response) => end(response, 200, "text/javascript", THEIRS));
    await page.goto(`${site.origin}/app/`);
    await page.evaluate(() => navigator.serviceWorker.register("/app/theirs.js"));
    const { code } = await connectError(page, `${site.origin}/app/`);
    expect(code).toBe("other-worker");
  });
});

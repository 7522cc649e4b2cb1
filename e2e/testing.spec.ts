import type { Page } from "@playwright/test";
import { Hono } from "hono";
import { end } from "./server.js";
import { expect, test } from "./testing.js";

/** Asks from the page, as its app would. */
const ask = (page: Page, path: string, init: RequestInit = {}) =>
  page.evaluate(
    async ([path, init]) => {
      const response = await fetch(path, init);
      const { status, url, redirected, headers } = response;
      const text = await response.text();
      return { status, url, redirected, text, headers: Object.fromEntries(headers) };
    },
    [path, init] as const,
  );

test.describe("a service in the test", () => {
  test("answers the page under test, sees the test's variables, and lists its calls", async ({
    page,
    site,
    serve,
  }) => {
    const seen: string[] = [];
    const service = await serve({
      id: "hello-functions",
      type: "functions",
      config: { require_context: true },
      "hello-world": async (event, context) => {
        seen.push(`${event.method} ${context.ws}`);
        event.log?.("asked");
        return { status: 201, headers: { "X-Mine": "1" }, body: { message: "Hello World" } };
      },
    });
    await page.goto(`${site.origin}/`);
    const answer = await ask(page, "/local/apps/hello-functions/hello-world?a=1", {
      method: "POST",
      body: '{"name":"Jane"}',
      headers: { "content-type": "application/json" },
    });
    expect(answer).toMatchObject({ status: 201, text: '{"message":"Hello World"}' });
    expect(answer.headers["x-mine"]).toBe("1");
    expect(seen).toEqual(["POST local"]);
    const [call] = service.calls("hello-world");
    expect(call).toMatchObject({
      ...{ service: "hello-functions", function: "hello-world", method: "POST", status: 201 },
      ...{
        path: "/hello-world",
        query: "a=1",
        url: `${site.origin}/local/apps/hello-functions/hello-world?a=1`,
      },
      headers: expect.objectContaining({ "content-type": "application/json" }),
    });
    expect(call?.json()).toEqual({ name: "Jane" });
    expect(call?.logs[0]).toContain("stdout: asked");
    expect(call?.activation).toMatchObject({ name: "hello-world", statusCode: 0 });
    expect(call?.page).toBe(page);
    expect(serve.calls("hello-functions/hello-world")).toEqual([call]);
    expect(serve.calls("hello-functions")).toEqual(serve.calls());
    expect(site.requests).not.toContain(expect.stringContaining("hello-functions"));
  });

  test("is replaced in whole, in part, and withdrawn", async ({ page, site, serve }) => {
    await page.goto(`${site.origin}/`);
    const text = async (name: string) => (await ask(page, `/local/apps/s/${name}`)).text;
    const service = await serve({ id: "s", type: "functions", a: () => "a1", b: () => "b1" });
    expect([await text("a"), await text("b")]).toEqual(["a1", "b1"]);
    await service.update({ a: () => "a2" });
    expect([await text("a"), await text("b")]).toEqual(["a2", "b1"]);
    await serve({ id: "s", type: "functions", b: () => "b3" });
    expect([await text("a"), await text("b")]).toEqual(["Function not found: a; s has b", "b3"]);
    await service.stop();
    expect((await ask(page, "/local/apps/s/b")).text).toBe("Not on this server");
    expect(service.calls().map(({ status }) => status)).toEqual([200, 200, 200, 200, 404, 200]);
  });

  test("names what there is when calls of something else are asked for", async ({ serve }) => {
    const service = await serve({ id: "s", type: "functions", index: () => "", api: { v1: () => "" } });
    expect(() => service.calls("v2")).toThrow('calls("s/v2"): s has no function "v2", but index, api.v1');
    expect(() => serve.calls("t/a")).toThrow('calls("t/a"): no service "t" is served, but s');
    expect(service.calls("api/v1")).toEqual([]);
  });

  test("refuses a definition or an option that is none", async ({ serve }) => {
    await expect(serve({ id: "a/b" })).rejects.toThrow("Service id");
    await expect(serve({ id: "s" }, { workspace: "a/b" })).rejects.toThrow("workspace");
    await expect(serve({ id: "s" }, { origin: "api.example" })).rejects.toThrow("https://api.example");
    await expect(serve({ id: "s" }, { base: "shop" })).rejects.toThrow('must begin and end with "/"');
  });
});

test.describe("every kind of service:", () => {
  test("DigitalOcean's convention", async ({ page, site, serve }) => {
    const service = await serve({
      id: "sample",
      type: "functions",
      config: { convention: "digitalocean" },
      hello: ({ name = "stranger" }, context) => {
        context.log("asked by", name);
        return { body: `Hello ${name}!` };
      },
    });
    await page.goto(`${site.origin}/`);
    expect((await ask(page, "/local/apps/sample/hello?name=Jane")).text).toBe("Hello Jane!");
    expect(service.calls("hello")[0]?.logs[0]).toContain("asked by Jane");
  });

  test("a Hono app", async ({ page, site, serve }) => {
    const app = new Hono().basePath("/local/apps/shop");
    app.get("/users/:id", (c) => c.json({ id: c.req.param("id"), url: c.req.url }));
    const service = await serve({ id: "shop", type: "fetch", fetch: app.fetch });
    await page.goto(`${site.origin}/`);
    const url = `${site.origin}/local/apps/shop/users/7`;
    expect(JSON.parse((await ask(page, url)).text)).toEqual({ id: "7", url });
    expect(service.calls("fetch")).toHaveLength(1);
  });

  test("an ASGI app", async ({ page, site, serve }) => {
    type Asgi = { scope: { path: string }; send(message: object): Promise<void> };
    const body = (path: string) => new TextEncoder().encode(path);
    await serve({
      id: "asgi",
      type: "asgi",
      async serve({ scope, send }: Asgi) {
        await send({ type: "http.response.start", status: 202, headers: [] });
        await send({ type: "http.response.body", body: body(scope.path) });
      },
    });
    await page.goto(`${site.origin}/`);
    expect(await ask(page, "/local/apps/asgi/a/b")).toMatchObject({
      status: 202,
      text: "/local/apps/asgi/a/b",
    });
  });

  test("functions by name, and the list of services", async ({ page, site, serve }) => {
    await serve({ id: "math", add: (a: number, b: number) => a + b });
    await page.goto(`${site.origin}/`);
    expect((await ask(page, "/local/services/math/add?a=1&b=2")).text).toBe("3");
    const list = JSON.parse((await ask(page, "/local/services/")).text);
    expect(list).toEqual([expect.objectContaining({ id: "local/test:math" })]);
    expect(serve.calls("math/add")).toHaveLength(1);
  });
});

test.describe("requests of every kind:", () => {
  test("a page, what is in it, a form and a window that it opens", async ({ page, site, serve }) => {
    const pixel = Buffer.from("R0lGODlhAQABAAAAACwAAAAAAQABAAA=", "base64");
    const service = await serve({
      id: "site",
      type: "functions",
      index: () => ({
        headers: { "content-type": "text/html" },
        body: `<title>Home</title><img src=pixel><iframe src=frame></iframe><a href=popup target=_blank>open</a>
          <form method=post action=form><input name=a value="1 2"><button>send</button></form>`,
      }),
      pixel: () => ({ headers: { "content-type": "image/gif" }, body: pixel }),
      frame: () => ({ headers: { "content-type": "text/html" }, body: "<p>framed</p>" }),
      popup: () => ({ headers: { "content-type": "text/html" }, body: "<title>Popup</title>" }),
      form: ({ body }) => `got ${body && new TextDecoder().decode(body)}`,
    });
    await page.goto(`${site.origin}/local/apps/site`);
    await expect(page).toHaveTitle("Home");
    await expect(page).toHaveURL(`${site.origin}/local/apps/site/`);
    await expect(page.frameLocator("iframe").locator("p")).toHaveText("framed");
    expect(await page.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    const [popup] = await Promise.all([page.waitForEvent("popup"), page.click("a")]);
    await expect(popup).toHaveTitle("Popup");
    expect(service.calls("pixel")).toHaveLength(1);
  });

  test("a form that is posted, where the browser tells what is in it", async ({
    page,
    site,
    serve,
    browserName,
  }, info) => {
    await serve({
      id: "site",
      type: "functions",
      index: () => ({
        headers: { "content-type": "text/html" },
        body: '<form method=post action=form><input name=a value="1 2"><button>send</button></form>',
      }),
      form: ({ body }) => `got ${body && new TextDecoder().decode(body)}`,
    });
    await page.goto(`${site.origin}/local/apps/site/`);
    await page.click("button", { noWaitAfter: true });
    if (browserName === "chromium") return expect(page.locator("body")).toHaveText("got a=1+2");
    const told = () => info.attachments.map(({ name, body }) => `${name}: ${body}`).join();
    await expect.poll(told).toContain("an answer did not reach the page: POST ");
    expect(told()).toContain("does not tell Playwright the 5 bytes of this request's body");
  });

  test("XMLHttpRequest, a worker's fetch", async ({ page, site, serve }) => {
    await serve({ id: "s", type: "functions", f: ({ method, body }) => `${method} ${body?.length}` });
    await page.goto(`${site.origin}/`);
    const seen = await page.evaluate(async () => {
      const xhr = new XMLHttpRequest();
      xhr.open("PUT", "/local/apps/s/f");
      const ended = new Promise((done) => xhr.addEventListener("loadend", done));
      xhr.send("four");
      await ended;
      const code = `fetch("${location.origin}/local/apps/s/f").then((r) => r.text()).then(postMessage)`;
      const worker = new Worker(URL.createObjectURL(new Blob([code])));
      const said = new Promise((done) => worker.addEventListener("message", ({ data }) => done(data)));
      return [xhr.responseText, await said];
    });
    expect(seen).toEqual(["PUT 4", "GET undefined"]);
  });

  test("large bodies and forms with files, both ways", async ({ page, site, serve }) => {
    await serve({
      id: "s",
      type: "functions",
      echo: ({ body }) => ({ body }),
      form: async ({ body, headers }) => {
        const form = await new Response(body as never, {
          headers: { "content-type": headers["content-type"] ?? "" },
        }).formData();
        const file = form.get("file") as File;
        return { name: file.name, size: file.size, a: form.get("a") };
      },
    });
    await page.goto(`${site.origin}/`);
    const seen = await page.evaluate(async () => {
      const bytes = new Uint8Array(4 * 2 ** 20).map((_, i) => (i * 31 + (i >> 8)) & 255);
      const response = await fetch("/local/apps/s/echo", { method: "POST", body: bytes });
      const back = new Uint8Array(await response.arrayBuffer());
      const form = new FormData();
      form.append("a", "1");
      form.append("file", new File([bytes], "a.bin"));
      const told = await (await fetch("/local/apps/s/form", { method: "POST", body: form })).json();
      return { isSame: back.length === bytes.length && back.every((one, i) => one === bytes[i]), told };
    });
    expect(seen).toEqual({ isSame: true, told: { name: "a.bin", size: 4 * 2 ** 20, a: "1" } });
  });

  test("redirects, from function to function and out of the service", async ({ page, site, serve }) => {
    site.on("/out", (_, response) => end(response, 200, "text/plain", "network"));
    const redirect = (location: string, status = 302) => ({ status, headers: { location } });
    const service = await serve({
      id: "s",
      type: "functions",
      in: () => redirect("end"),
      out: () => redirect("/out"),
      round: () => redirect("round"),
      end: ({ method, body }) => `${method} ${body?.length ?? 0}`,
      index: () => "home",
    });
    await page.goto(`${site.origin}/`);
    expect((await ask(page, "/local/apps/s")).text).toBe("home");
    expect((await ask(page, "/local/apps/s/in", { method: "POST", body: "x" })).text).toBe("GET 0");
    expect(await ask(page, "/local/apps/s/out")).toMatchObject({ text: "network", redirected: true });
    expect(service.calls().map(String).slice(0, 2)).toEqual([
      "GET /local/apps/s → 307",
      "GET /local/apps/s/ → 200 by index",
    ]);
    await page.goto(`${site.origin}/local/apps/s/in`);
    await expect(page).toHaveURL(`${site.origin}/local/apps/s/end`);
  });

  test("cookies, both ways", async ({ page, site, serve, context }) => {
    await context.addCookies([{ name: "secret", value: "1", url: site.origin, httpOnly: true }]);
    await serve({
      id: "s",
      type: "functions",
      set: () => ({
        headers: { "set-cookie": ["a=1; Path=/", "b=2; HttpOnly; Path=/; Max-Age=60"] },
        body: "",
      }),
      unset: () => ({ headers: { "set-cookie": "a=; Path=/; Max-Age=0" }, body: "" }),
      get: ({ headers }) => headers.cookie ?? "none",
    });
    await page.goto(`${site.origin}/`);
    expect((await ask(page, "/local/apps/s/get")).text).toBe("none");
    await ask(page, "/local/apps/s/set");
    expect(await page.evaluate(() => document.cookie)).toBe("a=1; b=2");
    expect((await ask(page, "/local/apps/s/get")).text).toBe("a=1; b=2");
    await ask(page, "/local/apps/s/unset");
    expect(await page.evaluate(() => document.cookie)).toBe("b=2");
  });
});

test.describe("a stream", () => {
  test("comes as it is made, and ends with its reader", async ({ page, site, serve, browserName }) => {
    test.skip(browserName !== "chromium", "only Chromium takes a stream from a test");
    let isEnded = false;
    let next = () => {};
    const wanted = () => new Promise<void>((done) => (next = done));
    await serve({
      id: "s",
      type: "functions",
      async *f() {
        try {
          for (let i = 0; ; i++) {
            yield `${i} `;
            await wanted();
          }
        } finally {
          isEnded = true;
        }
      },
    });
    await page.goto(`${site.origin}/`);
    await page.exposeFunction("goOn", () => next());
    const seen = await page.evaluate(async () => {
      const { goOn } = globalThis as unknown as { goOn(): Promise<void> };
      const response = await fetch("/local/apps/s/f");
      const reader = response.body?.getReader();
      const read = async () => new TextDecoder().decode((await reader?.read())?.value);
      const chunks = [await read()];
      for (let i = 0; i < 2; i++) {
        await goOn();
        chunks.push(await read());
      }
      await reader?.cancel();
      await goOn();
      return chunks;
    });
    expect(seen).toEqual(["0 ", "1 ", "2 "]);
    await expect
      .poll(() => {
        next();
        return isEnded;
      })
      .toBe(true);
  });

  test("with an end arrives in every browser", async ({ page, site, serve }) => {
    await serve({
      id: "s",
      type: "functions",
      config: { sse: true },
      async *events() {
        for (let i = 0; i < 3; i++) yield { data: { i }, id: String(i) };
      },
    });
    await page.goto(`${site.origin}/`);
    const seen = await page.evaluate(
      () =>
        new Promise((done) => {
          const source = new EventSource("/local/apps/s/events");
          const data: string[] = [];
          source.addEventListener("message", (event) => data.push(event.data) === 3 && done(data));
        }),
    );
    expect(seen).toEqual(['{"i":0}', '{"i":1}', '{"i":2}']);
  });
});

for (const passthrough of [false, true])
  test(`an abort fires the handler's signal, passthrough: ${passthrough}`, async ({
    page,
    site,
    serve,
    browserName,
  }) => {
    test.skip(browserName !== "chromium", "Firefox does not tell Playwright of it before the answer");
    let state = "not called";
    const f = ({ signal }: { signal?: AbortSignal }) =>
      new Promise(() => {
        state = "called";
        signal?.addEventListener("abort", () => {
          state = "aborted";
        });
      });
    const service = await serve({ id: "s", type: "functions", f }, { passthrough });
    await page.goto(`${site.origin}/`);
    const controller = await page.evaluateHandle(() => new AbortController());
    const name = controller.evaluate(({ signal }) =>
      fetch("/local/apps/s/f", { signal }).catch(({ name }) => name),
    );
    await expect.poll(() => state).toBe("called");
    await controller.evaluate((one) => one.abort());
    expect(await name).toBe("AbortError");
    await expect.poll(() => state).toBe("aborted");
    expect(service.calls()[0]?.status).toBeUndefined();
  });

test("a handler whose caller gave up before is not called", async ({ page, site, serve, browserName }) => {
  test.skip(browserName !== "chromium", "Firefox does not tell Playwright of it before the answer");
  let isCalled = false;
  const service = await serve({
    id: "s",
    type: "functions",
    f: () => {
      isCalled = true;
    },
    g: () => "next",
  });
  await page.goto(`${site.origin}/`);
  const failed = page.waitForEvent("requestfailed");
  const controller = await page.evaluateHandle(() => new AbortController());
  await page.route("**/local/apps/s/f", async (route) => {
    await controller.evaluate((one) => one.abort());
    await failed;
    await route.fallback();
  });
  await controller.evaluate(({ signal }) => fetch("/local/apps/s/f", { signal }).catch(() => {}));
  await expect.poll(() => service.calls().length).toBe(1);
  expect(await page.evaluate(async () => (await fetch("/local/apps/s/g")).text())).toBe("next");
  expect(isCalled).toBe(false);
});

test.describe("refusals are those of a browser:", () => {
  test("404 with what there is, 500 for a handler that throws, 504 at the deadline", async ({
    page,
    site,
    serve,
  }, info) => {
    const service = await serve({
      id: "s",
      type: "functions",
      config: { timeout: 0.2 },
      boom: () => {
        throw new RangeError("too much");
      },
      hang: () => new Promise(() => {}),
    });
    await page.goto(`${site.origin}/`);
    const missing = await ask(page, "/local/apps/s/bom");
    expect(missing).toMatchObject({ status: 404, text: "Function not found: bom; s has boom, hang" });
    expect(missing.headers["x-tabserve-error"]).toBe("function-not-found");
    expect(await ask(page, "/local/apps/s/boom")).toMatchObject({
      status: 500,
      text: "Internal Server Error: RangeError: too much",
    });
    expect((await ask(page, "/local/apps/s/hang")).status).toBe(504);
    const [, boom, hang] = service.calls();
    expect(boom).toMatchObject({ status: 500, code: "handler-threw", error: { message: "too much" } });
    expect(hang).toMatchObject({ status: 504, code: "deadline-exceeded" });
    const attached = info.attachments.find(({ name }) => name === "s: a handler threw");
    expect(String(attached?.body)).toContain("RangeError: too much");
  });

  test("403 where pages are no members", async ({ page, site, serve }) => {
    await serve({ id: "s", type: "functions", f: ({ user }) => user.id }, { member: false });
    await serve({ id: "t", type: "functions", f: ({ user }) => user });
    await page.goto(`${site.origin}/`);
    expect(await ask(page, "/local/apps/s/f")).toMatchObject({ status: 403 });
    const user = JSON.parse((await ask(page, "/local/apps/t/f")).text);
    expect(user).toMatchObject({
      id: expect.stringMatching(/^page-\d+$/),
      scope: { workspaces: { local: "rw" } },
    });
  });
});

test.describe("places:", () => {
  test("another origin, with its preflight", async ({ page, site, serve }) => {
    const service = await serve(
      { id: "s", type: "functions", f: ({ method, server }) => `${method} ${server[0]}` },
      { origin: "http://api.example" },
    );
    await page.goto(`${site.origin}/`);
    const init = { method: "PUT", headers: { "content-type": "application/json" }, body: "{}" };
    expect((await ask(page, "http://api.example/local/apps/s/f", init)).text).toBe("PUT api.example");
    expect((await ask(page, "/local/apps/s/f")).status).toBe(404);
    expect(service.url).toBe("http://api.example/local/apps/s/");
  });

  test("an app's own addresses", async ({ page, site, serve }) => {
    const app = new Hono().basePath("/api");
    app.get("/users/:id", (c) => c.json({ id: c.req.param("id"), url: c.req.url }));
    app.get("/old", (c) => c.redirect("/api/users/2"));
    const service = await serve({ id: "api", type: "fetch", fetch: app.fetch }, { at: "/api/" });
    await serve(
      {
        id: "auth",
        type: "functions",
        login: ({ url }: { url?: string }) => ({ url }),
        in: { out: () => "out" },
      },
      { at: "/auth/" },
    );
    await page.goto(`${site.origin}/`);
    const user = await ask(page, "/api/users/1?full");
    expect(JSON.parse(user.text)).toEqual({ id: "1", url: `${site.origin}/api/users/1?full` });
    expect(JSON.parse((await ask(page, "/api/old")).text)).toMatchObject({ id: "2" });
    expect(JSON.parse((await ask(page, "/auth/login?a")).text)).toEqual({
      url: `${site.origin}/auth/login?a`,
    });
    expect((await ask(page, "/auth/in/out")).text).toBe("out");
    expect((await ask(page, "/auth/none")).status).toBe(404);
    expect((await ask(page, "/authors")).text).not.toContain("auth has");
    expect(service.calls().map(({ path }) => path)).toEqual(["/users/1", "/old", "/users/2"]);
    expect(serve.calls("auth/login")).toHaveLength(1);
  });

  test("a workspace and a path prefix", async ({ page, site, serve }) => {
    const f = ({ workspace }: { workspace: string }) => workspace;
    const service = await serve({ id: "s", type: "functions", f }, { workspace: "demo", base: "/shop/" });
    await page.goto(`${site.origin}/`);
    expect((await ask(page, "/shop/demo/apps/s/f")).text).toBe("demo");
    expect((await ask(page, "/demo/apps/s/f")).status).toBe(404);
    expect(service.url).toBe("/shop/demo/apps/s/");
  });

  test("pages of another context", async ({ browser, site, serve }) => {
    const context = await browser.newContext();
    await serve({ id: "s", type: "functions", f: () => "other" }, { context });
    const page = await context.newPage();
    await page.goto(`${site.origin}/`);
    expect((await ask(page, "/local/apps/s/f")).text).toBe("other");
    await context.close();
  });

  test("what is not served goes on, also a function that a service has not got", async ({
    page,
    site,
    serve,
  }) => {
    for (const path of ["/local/apps/s/theirs", "/local/apps/other/f"])
      site.on(path, (request, response) => end(response, 200, "text/plain", `${request.method} network`));
    await serve({ id: "s", type: "functions", ours: () => "ours" }, { passthrough: true });
    await page.goto(`${site.origin}/`);
    const post = { method: "POST", body: "x" };
    expect((await ask(page, "/local/apps/s/ours")).text).toBe("ours");
    expect((await ask(page, "/local/apps/s/theirs", post)).text).toBe("POST network");
    expect((await ask(page, "/local/apps/other/f", post)).text).toBe("POST network");
    expect(serve.calls()).toHaveLength(1);
  });
});

test("an app with a service worker of its own", async ({ page, site, serve, browserName }) => {
  const code = `addEventListener("install", () => skipWaiting());
    addEventListener("activate", (event) => event.waitUntil(clients.claim()));
    addEventListener("fetch", (event) => {
      if (event.request.url.includes("fetched")) event.respondWith(fetch(event.request));
    });`;
  site.on("/sw.js", (_, response) => end(response, 200, "text/javascript", code));
  await serve({ id: "s", type: "functions", left: () => "left alone", fetched: () => "fetched" });
  await page.goto(`${site.origin}/`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.register("/sw.js");
    const { serviceWorker } = navigator;
    if (!serviceWorker.controller)
      await new Promise((done) => serviceWorker.addEventListener("controllerchange", done));
  });
  expect((await ask(page, "/local/apps/s/left")).text).toBe("left alone");
  // Playwright routes what a service worker fetches in Chromium alone.
  const fetched = browserName === "chromium" ? "fetched" : "Not on this server";
  expect((await ask(page, "/local/apps/s/fetched")).text).toBe(fetched);
});

test.describe("handlers in the page", () => {
  const open = async (page: Page, origin: string) => {
    await page.goto(`${origin}/`);
    await page.evaluate(() => Object.assign(globalThis, { cart: ["apple"] }));
  };

  test("see its globals, in both conventions, as the page has them at that time", async ({
    page,
    site,
    serve,
  }) => {
    const service = await serve(
      {
        id: "s",
        type: "functions",
        async add({ body, log, url }) {
          const { cart } = globalThis as unknown as { cart: string[] };
          cart.push(new TextDecoder().decode(body ?? new Uint8Array()));
          log?.("in the cart:", cart.length);
          return { status: 201, headers: { "x-url": url ?? "" }, body: { cart, title: document.title } };
        },
        api: {
          *count() {
            for (let i = 0; i < 3; i++) yield `${i} `;
          },
        },
      },
      { in: "page" },
    );
    await serve(
      {
        id: "sample",
        type: "functions",
        config: { convention: "digitalocean" },
        hello: ({ name }) => ({ body: `${name} at ${document.title}` }),
      },
      { in: "page" },
    );
    await open(page, site.origin);
    const added = await ask(page, "/local/apps/s/add", { method: "POST", body: "pear" });
    expect(added).toMatchObject({ status: 201, text: '{"cart":["apple","pear"],"title":"Test page"}' });
    expect(added.headers["x-url"]).toBe(`${site.origin}/local/apps/s/add`);
    expect((await ask(page, "/local/apps/s/api/count")).text).toBe("0 1 2 ");
    expect((await ask(page, "/local/apps/sample/hello?name=Jane")).text).toBe("Jane at Test page");
    expect(service.calls("add")[0]?.logs[0]).toContain("in the cart: 2");
    await page.reload();
    await page.evaluate(() => Object.assign(globalThis, { cart: [] }));
    expect((await ask(page, "/local/apps/s/add", { method: "POST" })).text).toContain('"cart":[""]');
  });

  test("run in the frame that asks, or around the one that is asked for", async ({ page, site, serve }) => {
    await serve(
      {
        id: "s",
        type: "functions",
        where: () => ({ headers: { "content-type": "text/html" }, body: location.search }),
      },
      { in: "page" },
    );
    await page.goto(`${site.origin}/?first`);
    await page.evaluate(() => {
      const frame = document.createElement("iframe");
      frame.src = "/inner/?second";
      document.body.append(frame);
      return new Promise((done) => frame.addEventListener("load", done));
    });
    const inner = page.frames()[1];
    const asked = await inner?.evaluate(async () => (await fetch("/local/apps/s/where")).text());
    expect([asked, (await ask(page, "/local/apps/s/where")).text]).toEqual(["?second", "?first"]);
    await inner?.goto(`${site.origin}/local/apps/s/where`);
    await expect(page.frameLocator("iframe").locator("body")).toHaveText("?first");
    await page.goto(`${site.origin}/local/apps/s/where`);
    await expect(page.locator("body")).toContainText("No page runs the function");
  });

  test("say what they close over, and what cannot be taken to a page", async ({
    page,
    site,
    serve,
  }, info) => {
    const prices = new Map([["apple", 1]]);
    const inPage = { in: "page" } as const;
    await serve({ id: "s", type: "functions", price: () => prices.size }, inPage);
    await open(page, site.origin);
    expect((await ask(page, "/local/apps/s/price")).status).toBe(500);
    const attached = info.attachments.find(({ name }) => name === "s: a handler threw");
    expect(String(attached?.body)).toContain(
      'prices is not defined: a handler with in: "page" sees the globals',
    );
    const f = () => "";
    await expect(serve({ id: "s", type: "functions", f: f.bind(null) }, inPage)).rejects.toThrow(
      'serve() with in: "page": f is a bound or built-in function, which has no source; write it out',
    );
    await expect(serve({ id: "s", type: "functions", api: { prices }, f }, inPage)).rejects.toThrow(
      'serve() with in: "page": api.prices is',
    );
  });
});

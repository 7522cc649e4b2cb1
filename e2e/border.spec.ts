import type { Page } from "@playwright/test";
import { connectPage, expect, fetchIn, test } from "./fixtures.js";

/** Registers a public service that answers with the event it got, as JSON. */
function registerEcho(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const echo = ({ body, ...event }: { body: Uint8Array | null }) => ({
      ...event,
      size: body?.byteLength ?? null,
    });
    await api.registerService({
      id: "echo",
      type: "functions",
      config: { visibility: "public" },
      index: echo,
      f: (event: { body: Uint8Array | null }) => echo(event),
      api: { v1: { users: echo }, "a b": { ü: echo } },
      bytes: ({ body }: { body: Uint8Array }) => ({ body }),
    });
  });
}

const echoOf = async (page: Page, path: string, init: RequestInit = {}) =>
  JSON.parse((await fetchIn(page, `/W/apps/${path}`, init)).body);

test.beforeEach(async ({ page, site }) => {
  await connectPage(page, `${site.origin}/`, { workspace: "W", client_id: "me" });
  await registerEcho(page);
});

test.describe("Hypha address", () => {
  test("GET without the slash redirects with 307 and keeps the query", async ({ page, site }) => {
    const redirect = await page.evaluate(async () => {
      const { type, url, redirected } = await fetch("/W/apps/echo?a=1&b=%20");
      const manual = await fetch("/W/apps/echo", { redirect: "manual" });
      return { type, url, redirected, manual: manual.type };
    });
    expect(redirect).toEqual({
      type: "basic",
      url: `${site.origin}/W/apps/echo/?a=1&b=%20`,
      redirected: true,
      manual: "opaqueredirect",
    });
  });

  test("another method without the slash is dispatched as /", async ({ page }) => {
    expect(await echoOf(page, "echo", { method: "POST", body: "x" })).toMatchObject({
      method: "POST",
      path: "/",
      raw_path: "/",
    });
  });

  for (const [path, expected] of [
    ["echo/f", { path: "/f", raw_path: "/f" }],
    ["echo/f/", { path: "/f/", raw_path: "/f/" }],
    ["echo/api/v1/users", { path: "/api/v1/users" }],
    ["echo/api/a%20b%2F%C3%BC", { path: "/api/a b/ü", raw_path: "/api/a%20b%2F%C3%BC" }],
    ["echo/f?flag&a=b=c&&b=%20+", { query_string: "flag&a=b=c&&b=%20+" }],
    ["me:echo/f", { service_id: "me:echo", workspace: "W" }],
    ["*:echo/f", { service_id: "*:echo" }],
    ["echo/f?_mode=last", { query_string: "_mode=last" }],
  ] as const)
    test(`${path} reaches its function`, async ({ page }) => {
      expect(await echoOf(page, path)).toMatchObject(expected);
    });

  for (const method of ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "QUERY", "M-SEARCH"])
    test(`${method} reaches the function`, async ({ page }) => {
      expect((await echoOf(page, "echo/f", { method })).method).toBe(method);
    });

  test("HEAD reaches the function and answers without a body", async ({ page }) => {
    const answer = await fetchIn(page, "/W/apps/echo/f", { method: "HEAD" });
    expect([answer.status, answer.body, answer.headers["content-type"]]).toEqual([
      200,
      "",
      "application/json",
    ]);
  });
});

test.describe("Hypha errors before the handler", () => {
  for (const [what, path, status, code, body] of [
    ["a missing service", "/W/apps/nobody/f", 404, "service-not-found", "Service not found: W/nobody"],
    [
      "another client's service",
      "/W/apps/you:echo/f",
      404,
      "service-not-found",
      "Service not found: W/you:echo",
    ],
    ["a missing function", "/W/apps/echo/g", 404, "function-not-found", "Function not found: g"],
    [
      "a path below a function",
      "/W/apps/echo/f/extra",
      404,
      "function-not-found",
      "Function not found: f/extra",
    ],
    [
      "a prototype's key",
      "/W/apps/echo/constructor",
      404,
      "function-not-found",
      "Function not found: constructor",
    ],
    ["a setting", "/W/apps/echo/config", 404, "function-not-found", "Function not found: config"],
    [
      "a workspace nobody connected to",
      "/V/apps/echo/f",
      404,
      "workspace-not-found",
      "Workspace V does not exist or is not accessible",
    ],
    ["two colons", "/W/apps/a:b:c/f", 400, "bad-address", "Invalid service id: a:b:c"],
    ["an app id", "/W/apps/echo@app/f", 400, "bad-address", "Invalid service id: echo@app"],
    ["a pattern", "/W/apps/e*/f", 400, "bad-address", "Invalid service id: e*"],
    ["an invalid mode", "/W/apps/echo/f?_mode=best", 400, "bad-address", "Invalid mode: best"],
  ] as const)
    test(`${what}: ${status} ${code}`, async ({ page }) => {
      const answer = await fetchIn(page, path);
      expect([answer.status, answer.error]).toEqual([status, code]);
      expect(answer.body).toContain(body);
      expect(answer.headers).toMatchObject({
        "content-type": "text/plain; charset=utf-8",
        "access-control-allow-origin": "*",
      });
    });

  test("a generic service: 500 Invalid service type", async ({ page }) => {
    await page.evaluate(() =>
      api.registerService({ id: "rpc", config: { visibility: "public" }, add: (a: number) => a }),
    );
    const answer = await fetchIn(page, "/W/apps/rpc/add");
    expect([answer.status, answer.error, answer.body]).toEqual([
      500,
      "invalid-service-type",
      "Invalid service type: generic",
    ]);
  });
});

test.describe("Hypha event", () => {
  test("carries the request", async ({ page, site }) => {
    const event = await echoOf(page, "echo/f?q=1", {
      method: "POST",
      body: "text",
      headers: { "X-Mine": "a, b" },
    });
    expect(event).toMatchObject({
      type: "http",
      asgi: { version: "3.0", spec_version: "2.3" },
      http_version: "1.1",
      scheme: "http",
      server: ["localhost", Number(new URL(site.origin).port)],
      client: ["me", 0],
      root_path: "",
      state: {},
      query_string: "q=1",
      size: 4,
      user: { is_anonymous: true, roles: ["anonymous"] },
    });
    expect(event.headers).toMatchObject({ "x-mine": "a, b", "content-type": "text/plain;charset=UTF-8" });
  });

  test("has no client when the browser does not tell: a navigation", async ({ context, site }) => {
    const tab = await context.newPage();
    await tab.goto(`${site.origin}/W/apps/echo/f`);
    const event = JSON.parse((await tab.textContent("body")) ?? "");
    expect(event).not.toHaveProperty("client");
  });

  test("names an unconnected caller by the worker's id of it", async ({ context, site }) => {
    const tab = await context.newPage();
    await tab.goto(`${site.origin}/`);
    const { client } = await echoOf(tab, "echo/f");
    expect(client).toEqual([expect.stringMatching(/^[\w-]{30,}$/), 0]);
  });

  for (const size of [0, 1, 65_537, 16 * 2 ** 20])
    test(`${size} bytes up and down arrive unchanged`, async ({ page }) => {
      const same = await page.evaluate(async (size) => {
        const sent = new Uint8Array(size).map((_, i) => (i * 31 + (i >> 8)) & 255);
        const response = await fetch("/W/apps/echo/bytes", { method: "POST", body: sent });
        const got = new Uint8Array(await response.arrayBuffer());
        return got.length === size && got.every((byte, i) => byte === sent[i]);
      }, size);
      expect(same).toBe(true);
    });

  test("a body is null when empty", async ({ page }) => {
    expect((await echoOf(page, "echo/f", { method: "POST" })).size).toBeNull();
  });
});

test.describe("what a handler returns, through the browser", () => {
  const results: Record<string, [handler: string, expected: Record<string, unknown>]> = {
    "an Error thrown": [
      "() => { throw new TypeError('boom') }",
      { status: 500, error: "handler-threw", body: "Internal Server Error: TypeError: boom" },
    ],
    "a string rejected": [
      "() => Promise.reject('nope')",
      { status: 500, error: "handler-threw", body: "Internal Server Error: Error: nope" },
    ],
    "an Error with a status": [
      "() => { throw Object.assign(new Error('no such user'), { status: 404 }) }",
      { status: 404, error: null, body: "no such user" },
    ],
    undefined: ["() => undefined", { status: 204, error: null, body: "" }],
    null: ["async () => null", { status: 204, body: "" }],
    "a BigInt": [
      "() => ({ n: 1n })",
      { status: 500, error: "bad-result", body: expect.stringContaining('"n" is a bigint') },
    ],
    "a cycle": ["() => { const a = {}; a.a = a; return a }", { status: 500, error: "bad-result" }],
    "a function": [
      "() => ({ body: { f() {} } })",
      { status: 500, error: "bad-result", body: expect.stringContaining('"f" is a function') },
    ],
    "a status of 99": [
      "() => ({ status: 99, body: 'x' })",
      { status: 500, error: "bad-result", body: expect.stringContaining("status is 99") },
    ],
    "a header with a line break": [
      "() => ({ headers: { 'x-a': 'a\\r\\nb' } , body: 'x' })",
      { status: 500, error: "bad-result", body: expect.stringContaining('"x-a"') },
    ],
    "a header beyond Latin-1": [
      "() => ({ headers: { 'x-a': '日本' }, body: 'x' })",
      { status: 500, error: "bad-result" },
    ],
    "a header with an invalid name": [
      "() => ({ headers: { 'x a': '1' }, body: 'x' })",
      { status: 500, error: "bad-result", body: expect.stringContaining('"x a"') },
    ],
    "204 with a body": ["() => ({ status: 204, body: 'dropped' })", { status: 204, body: "" }],
    "304 with a body": ["() => ({ status: 304, body: 'dropped' })", { status: 304, body: "" }],
    "a plain object": [
      "() => ({ message: 'hi' })",
      {
        status: 200,
        body: '{"message":"hi"}',
        headers: expect.objectContaining({ "content-type": "application/json" }),
      },
    ],
    "a bare string": ["() => 'hello'", { status: 200, body: "hello" }],
    "a Blob": [
      "() => ({ body: new Blob(['b'], { type: 'text/x' }) })",
      { status: 200, body: "b", headers: expect.objectContaining({ "content-type": "text/x" }) },
    ],
    "a Response": [
      "() => new Response('r', { status: 418, headers: { 'x-tea': 'pot' } })",
      { status: 418, body: "r", headers: expect.objectContaining({ "x-tea": "pot" }) },
    ],
    "a DataView": [
      "() => ({ body: new DataView(new TextEncoder().encode('xdatax').buffer, 1, 4) })",
      { status: 200, body: "data" },
    ],
    "a stream": ["() => new Blob(['streamed']).stream()", { status: 200, body: "streamed" }],
    "a redirect to another function": [
      "() => ({ status: 302, headers: { location: 'there' } })",
      { status: 200, body: "arrived" },
    ],
    "its own CORS header": [
      "() => ({ headers: { 'Access-Control-Allow-Origin': 'https://only.example' }, body: 'x' })",
      { headers: expect.objectContaining({ "access-control-allow-origin": "https://only.example" }) },
    ],
  };
  for (const [what, [handler, expected]] of Object.entries(results))
    test(`${what}`, async ({ page }) => {
      await page.evaluate(async (handler) => {
        const f: unknown = eval(handler);
        const errors: unknown[] = [];
        console.error = (error) => errors.push(error);
        await api.registerService({
          id: "case",
          type: "functions",
          config: { visibility: "public" },
          f,
          there: () => "arrived",
        });
      }, handler);
      expect(await fetchIn(page, "/W/apps/case/f")).toMatchObject(expected);
    });

  test("a string without a content type gets none", async ({ page }) => {
    await page.evaluate(() =>
      api.registerService({
        id: "case",
        type: "functions",
        config: { visibility: "public" },
        f: () => "bare",
      }),
    );
    const { headers } = await fetchIn(page, "/W/apps/case/f");
    expect(headers).not.toHaveProperty("content-type");
  });

  test("the same bytes twice: an answer never takes them away from the handler", async ({ page }) => {
    await page.evaluate(async () => {
      const bytes = new TextEncoder().encode("kept");
      await api.registerService({
        id: "case",
        type: "functions",
        config: { visibility: "public" },
        f: () => ({ body: bytes }),
      });
    });
    for (let i = 0; i < 2; i++) expect((await fetchIn(page, "/W/apps/case/f")).body).toBe("kept");
  });

  test("the stack of what a handler threw goes to its page's console, and nothing else does", async ({
    page,
  }) => {
    await page.evaluate(async () => {
      const logged: unknown[] = [];
      Object.assign(globalThis, { logged });
      for (const level of ["debug", "log", "info", "warn", "error"] as const)
        console[level] = (value: unknown) => logged.push(value instanceof Error ? value.stack : value);
      const config = { visibility: "public" } as const;
      const f = () => {
        throw new Error("to the console");
      };
      await api.registerService({ id: "case", type: "functions", config, f, fine: () => "fine" });
    });
    for (const path of ["fine", "missing", "f"]) await fetchIn(page, `/W/apps/case/${path}`);
    const logged = await page.evaluate(() => (globalThis as unknown as { logged: string[] }).logged);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/\bf( |@|<)/); // a line of the stack
  });
});

test.describe("Hypha visibility", () => {
  const register = (page: Page, visibility?: string) =>
    page.evaluate(async (visibility) => {
      const config = visibility === undefined ? {} : { visibility: visibility as "public" };
      await api.registerService({ id: "guarded", type: "functions", config, index: () => "reached" });
    }, visibility);

  for (const [visibility, status] of [
    ["public", 200],
    ["unlisted", 200],
    ["protected", 403],
    [undefined, 403],
  ] as const)
    test(`${visibility ?? "the default"}: members get 200, others ${status}`, async ({
      page,
      context,
      site,
    }) => {
      await register(page, visibility);
      expect((await fetchIn(page, "/W/apps/guarded/")).status).toBe(200);
      const outsider = await context.newPage();
      await connectPage(outsider, `${site.origin}/`, { workspace: "other" });
      expect((await fetchIn(outsider, "/W/apps/guarded/")).status).toBe(status);
    });

  test("an outsider cannot probe function names, and a token that nobody issued is a 401", async ({
    page,
    context,
    site,
  }) => {
    await register(page, "protected");
    const outsider = await context.newPage();
    await outsider.goto(`${site.origin}/`);
    for (const path of ["/W/apps/guarded/", "/W/apps/guarded/no-such-function"]) {
      const { status, error, body } = await fetchIn(outsider, path);
      expect([status, error, body.startsWith("Permission denied for workspace W")]).toEqual([
        403,
        "not-permitted",
        true,
      ]);
    }
    const headers = { authorization: "Bearer made-up" };
    expect(await fetchIn(outsider, "/W/apps/guarded/", { headers })).toMatchObject({
      status: 401,
      error: "bad-token",
    });
    expect((await fetchIn(outsider, "/W/apps/echo/f", { headers })).status).toBe(200);
    expect((await fetchIn(page, "/W/apps/guarded/", { headers })).status).toBe(200);
  });
});

test.describe("several providers of one service", () => {
  test.beforeEach(async ({ page, context, site }) => {
    for (const name of ["one", "two", "three"]) {
      const tab = name === "one" ? page : await context.newPage();
      if (tab !== page) await connectPage(tab, `${site.origin}/`, { workspace: "W", client_id: name });
      await tab.evaluate(async (name) => {
        await api.registerService({
          id: "many",
          type: "functions",
          config: { visibility: "public" },
          who: () => name,
          wait: () => new Promise(() => {}),
        });
      }, name);
    }
  });

  for (const [query, expected] of [
    ["", "three"],
    ["?_mode=last", "three"],
    ["?_mode=first", "one"],
  ] as const)
    test(`${query || "no mode"}: ${expected}`, async ({ page }) => {
      expect((await fetchIn(page, `/W/apps/many/who${query}`)).body).toBe(expected);
    });

  test("?_mode=exact: 400 ambiguous, unless a client is named", async ({ page }) => {
    expect(await fetchIn(page, "/W/apps/many/who?_mode=exact")).toMatchObject({
      status: 400,
      error: "ambiguous",
    });
    expect((await fetchIn(page, "/W/apps/two:many/who?_mode=exact")).body).toBe("two");
  });

  test("?_mode=random: each of them", async ({ page }) => {
    const seen = await page.evaluate(() =>
      Promise.all(
        Array.from({ length: 60 }, async () => (await fetch("/W/apps/many/who?_mode=random")).text()),
      ),
    );
    expect(new Set(seen)).toEqual(new Set(["one", "two", "three"]));
  });

  test("?_mode=min_load: the one with the fewest calls under way", async ({ page }) => {
    await page.evaluate(() => {
      for (const client of ["me", "three"]) fetch(`/W/apps/${client}:many/wait`).catch(() => {});
    });
    await expect.poll(async () => (await fetchIn(page, "/W/apps/many/who?_mode=min_load")).body).toBe("two");
  });
});

test("50 concurrent requests with ?_mode=last all answer 200", async ({ page }) => {
  const statuses = await page.evaluate(() =>
    Promise.all(Array.from({ length: 50 }, async () => (await fetch("/W/apps/echo/f?_mode=last")).status)),
  );
  expect(statuses).toEqual(Array(50).fill(200));
});

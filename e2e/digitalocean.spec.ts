import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { rolldown } from "rolldown";
import { OUT } from "./build.js";
import { connectPage, expect, fetchIn, test } from "./fixtures.js";
import { end } from "./server.js";

/** The table of cases as a module for pages. */
async function buildReplay(): Promise<string> {
  const bundle = await rolldown({
    input: resolve(OUT, "../digitalocean/replay.ts"),
    resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
  });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
  return output[0].code;
}

const connect = (page: Page, origin: string, options = {}) =>
  connectPage(page, `${origin}/`, { workspace: "W", client_id: "me", ...options });

test("the table of cases holds in a browser", async ({ page, site }) => {
  test.setTimeout(120_000);
  const code = await buildReplay();
  site.on("/replay.js", (_, response) => end(response, 200, "text/javascript", code));
  await connect(page, site.origin);
  const replayed = await page.evaluate(async () => {
    const path = "/replay.js";
    const { replayAll }: typeof import("./digitalocean/replay.js") = await import(path);
    return replayAll(api);
  });
  for (const [reason, count] of Object.entries(replayed.skipped))
    test.info().annotations.push({ type: "skipped", description: `${count} cases: ${reason}` });
  expect(replayed.failed).toEqual([]);
  expect(replayed.passed).toBeGreaterThan(400);
});

test.describe("registerService", () => {
  test("shows no secrets to anybody", async ({ page, site }) => {
    await connect(page, site.origin);
    const seen = await page.evaluate(async () => {
      const secrets = { webSecure: "s3cret", environment: { A: "s3cret" }, parameters: { a: "s3cret" } };
      const config = {
        convention: "digitalocean" as const,
        ...secrets,
        functions: { fn: { web: true, ...secrets } },
      };
      const fn = (event: object, { environment }: { environment: object }) => ({
        body: { ...event, ...environment },
      });
      const info = await api.registerService({ id: "S", type: "functions", config, fn });
      const headers = { "x-require-whisk-auth": "s3cret" };
      const answer = await (await fetch(`${info.url}fn`, { headers })).text();
      return { told: JSON.stringify([info, await api.listServices()]), config: info.config, answer };
    });
    expect(seen.told).not.toContain("s3cret");
    expect(seen.answer).toContain("s3cret");
    expect(seen.config).toEqual({
      convention: "digitalocean",
      visibility: "protected",
      functions: { fn: { web: true } },
    });
  });

  for (const [what, config, message] of [
    [
      "an unknown convention",
      { convention: "aws" },
      'config.convention of service S is "aws"; it must be "hypha" or "digitalocean"',
    ],
    ["an unknown key", { enviroment: {} }, "Service S: config.enviroment is no setting of this convention"],
    [
      "settings for a function that is not there",
      { functions: { x: {} } },
      "Service S: config.functions.x is for a function that is not there",
    ],
    ["a timeout in seconds", { timeout: 5 }, "set config.limits.timeout, in milliseconds"],
  ] as const)
    test(`refuses ${what}`, async ({ page, site }) => {
      await connect(page, site.origin);
      const refusal = await page.evaluate(
        (config) =>
          api
            .registerService({
              id: "S",
              type: "functions",
              config: { convention: "digitalocean", ...config },
              fn: () => {},
            })
            .then(String, ({ code, message }) => `${code}: ${message}`),
        config as object,
      );
      expect(refusal).toContain("bad-service: ");
      expect(refusal).toContain(message);
    });

  test("counts the version up, and lets a function take as long as its own limit", async ({ page, site }) => {
    await connect(page, site.origin);
    const answers = await page.evaluate(async () => {
      const slow = (_: object, context: { functionVersion: string }) =>
        new Promise((done) => setTimeout(() => done({ body: context.functionVersion }), 4_500));
      const config = {
        convention: "digitalocean" as const,
        functions: { slow: { limits: { timeout: 6_000 } } },
      };
      const register = () =>
        api.registerService({ id: "S", type: "functions", config, slow, fn: slow }, { overwrite: true });
      await register();
      const { url } = await register();
      return Promise.all(["slow", "fn"].map(async (name) => (await fetch(url + name)).text()));
    });
    expect(answers[0]).toBe("0.0.2");
    expect(answers[1]).toContain("The function exceeded its time limits of 3000 milliseconds.");
  });
});

test.describe("invoke", () => {
  const register = (page: Page) =>
    page.evaluate(async () => {
      const functions = { fn: { web: false as const } };
      await api.registerService({
        id: "S",
        type: "functions",
        config: { convention: "digitalocean", visibility: "public", functions },
        fn: ({ name }: { name: string }) => ({ greeting: `Hello ${name}` }),
        fail: () => Promise.reject(new Error("told")),
        module: { main: () => [1] },
      });
      await api.registerService({
        id: "H",
        type: "functions",
        config: { visibility: "public" },
        fn: () => "x",
      });
    });
  const invoke = (page: Page, ...args: Parameters<typeof api.invoke>) =>
    page.evaluate(
      (args) => api.invoke(...args).catch(({ code, message }) => `${code}: ${message}`),
      args as [string],
    );

  test("gives a function's result to another page, also of one that HTTP does not reach", async ({
    page,
    site,
    context,
  }) => {
    await connect(page, site.origin);
    await register(page);
    const other = await context.newPage();
    await connect(other, site.origin, { client_id: "other" });
    expect((await fetchIn(page, "/W/apps/S/fn")).status).toBe(404);
    expect(await invoke(other, "S/fn", { name: "Jane" })).toEqual({ greeting: "Hello Jane" });
    expect(await invoke(other, "me:S/module")).toEqual([1]);
  });

  test("has its address: by name, with JSON in and out, unless HTTP may not reach the function", async ({
    page,
    site,
  }) => {
    await connect(page, site.origin);
    await register(page);
    expect(await fetchIn(page, "/W/services/S/module")).toMatchObject({ status: 200, body: "[1]" });
    const fail = await fetchIn(page, "/W/services/S/fail");
    expect(fail).toMatchObject({ status: 502, error: "handler-threw" });
    expect(await fetchIn(page, "/W/services/S/fn?name=Jane")).toMatchObject({
      status: 404,
      error: "function-not-found",
    });
    expect(await page.evaluate(async () => (await api.activations.list({ name: "module" })).length)).toBe(1);
  });

  test("gives an id at once with blocking: false; the record follows", async ({ page, site }) => {
    await connect(page, site.origin);
    await register(page);
    const { activationId } = await invoke(page, "S/fn", { name: "Jane" }, { blocking: false });
    await expect
      .poll(() => page.evaluate((id) => api.activations.result(id).catch(String), activationId))
      .toEqual({ greeting: "Hello Jane" });
  });

  for (const [what, name, message] of [
    ["a function that throws", "S/fail", "handler-threw: told"],
    ["a function that is not there", "S/none", "function-not-found: Function not found: none"],
    ["a service that is not there", "none/fn", "service-not-found: Service not found: none"],
    ["a service of Hypha's convention", "H/fn", "not-supported: invoke() is for services with"],
    ["a name without a package", "fn", 'bad-option: invoke() got the name "fn"'],
  ] as const)
    test(`says what is wrong with ${what}`, async ({ page, site }) => {
      await connect(page, site.origin);
      await register(page);
      expect(await invoke(page, name)).toContain(message);
    });
});

test("cookies that a function sets are there, and come back", async ({ page, site }) => {
  await connect(page, site.origin);
  const seen = await page.evaluate(async () => {
    const headers = { "Set-Cookie": ["UserID=Jane; Max-Age=3600; Version=; Path=/", "b=2; Path=/"] };
    const { url } = await api.registerService({
      id: "S",
      type: "functions",
      config: { convention: "digitalocean" },
      set: () => ({ headers, body: "x" }),
      get: ({ http }: { http: { headers: object } }) => ({ body: http.headers }),
    });
    await (await fetch(`${url}set`)).text();
    return { page: document.cookie, headers: await (await fetch(`${url}get`)).json() };
  });
  expect(seen.page).toBe("UserID=Jane; b=2");
  expect(seen.headers.cookie).toBe("UserID=Jane; b=2");
});

test("a stream arrives as it is made", async ({ page, site }) => {
  await connect(page, site.origin);
  const chunks = await page.evaluate(async () => {
    let go = () => {};
    const gone = new Promise<void>((resolve) => {
      go = resolve;
    });
    async function* make() {
      yield new TextEncoder().encode("first");
      await gone;
      yield new TextEncoder().encode("second");
    }
    const fn = () => {
      const source = make();
      const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
        const { done, value } = await source.next();
        if (done) controller.close();
        else controller.enqueue(value);
      };
      return { body: new ReadableStream({ pull }), headers: { "Content-Type": "text/own" } };
    };
    const config = { convention: "digitalocean" as const };
    const { url } = await api.registerService({ id: "S", type: "functions", config, fn });
    const reader = (await fetch(`${url}fn`)).body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    go();
    return [first?.value, (await reader?.read())?.value];
  });
  expect(chunks).toEqual(["first", "second"]);
});

test("a service of each convention side by side", async ({ page, site }) => {
  await connect(page, site.origin);
  const answers = await page.evaluate(async () => {
    const fn = (event: { http?: { method: string }; method?: string }) => ({
      statusCode: 201,
      status: 202,
      body: { http: event.http?.method, method: event.method },
    });
    for (const convention of ["hypha", "digitalocean"] as const)
      await api.registerService({ id: convention, type: "functions", config: { convention }, fn });
    const ask = async (id: string) => {
      const response = await fetch(`/W/apps/${id}/fn`);
      return [response.status, await response.json()];
    };
    return Promise.all(["hypha", "digitalocean", "hypha"].map(ask));
  });
  const hypha = [202, { method: "GET" }];
  expect(answers).toEqual([hypha, [201, { http: "GET" }], hypha]);
});

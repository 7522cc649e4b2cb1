import type { Page } from "@playwright/test";
import type { Activation } from "../src/activations/record.js";
import { connectPage, expect, killWorker, test } from "./fixtures.js";

const connect = (page: Page, origin: string, options: object = {}) =>
  connectPage(page, `${origin}/`, { workspace: "W", client_id: "me", ...options });

type Convention = "hypha" | "digitalocean";

/** Functions that do what the tests look for, in a service named after its convention. */
async function register(page: Page, convention: Convention, config: object = {}): Promise<void> {
  await page.evaluate(
    async ([convention, config]) => {
      interface Writing {
        log(...values: unknown[]): void;
        error(...values: unknown[]): void;
      }
      await api.registerService({
        id: convention,
        type: "functions",
        config: { convention, visibility: "public", require_context: true, ...config },
        fn: () => ({ body: { a: 1 } }),
        fail: () => Promise.reject(new Error("told")),
        bytes: () => ({ body: new Uint8Array(3) }),
        large: () => ({ body: "x".repeat(1_100_000) }),
        async chat(event: { query_string?: string; n?: string }, context: Writing) {
          const n = event.n ?? new URLSearchParams(event.query_string).get("n");
          for (const part of ["a", "b", "c"]) {
            context.log(part, n);
            await new Promise((done) => setTimeout(done, Math.random() * 20));
          }
          context.error(`end ${n}`);
          return { body: String(n) };
        },
      });
    },
    [convention, config] as const,
  );
}

const get = (page: Page, path: string) => page.evaluate(async (path) => (await fetch(path)).text(), path);

const list = (page: Page, query: Parameters<typeof api.activations.list>[0] = {}): Promise<Activation[]> =>
  page.evaluate((query) => api.activations.list(query), query);

/** `code: message` of what a call rejects with. */
const refusalOf = (page: Page, call: string) =>
  page.evaluate(
    (call) => Promise.resolve(eval(call)).then(String, ({ code, message }) => `${code}: ${message}`),
    call,
  );

for (const convention of ["hypha", "digitalocean"] as const)
  test.describe(`${convention}: a call's record`, () => {
    test("tells who ran, when and with which result", async ({ page, site }) => {
      await connect(page, site.origin);
      await register(page, convention);
      const before = Date.now();
      await get(page, `/W/apps/${convention}/fn`);
      const [record] = await list(page);
      const result = convention === "hypha" ? { status: 200, body: { a: 1 } } : { body: { a: 1 } };
      expect(record).toMatchObject({
        namespace: "W",
        name: "fn",
        version: "0.0.1",
        activationId: expect.stringMatching(/^[0-9a-f]{32}$/),
        statusCode: 0,
        response: { status: "success", statusCode: 0, success: true, result },
        logs: [],
      });
      expect(record?.annotations.map(({ key }) => key)).toEqual([
        ...["kind", "limits", "path", "timeout", "waitTime"],
      ]);
      expect(record?.annotations[2]?.value).toBe(`W/${convention}/fn`);
      expect(record?.start).toBeGreaterThanOrEqual(before - 1);
      expect(record?.duration).toBe((record?.end ?? 0) - (record?.start ?? 0));
    });

    test("of a failure has its text; bytes and what is large are a size and a type", async ({
      page,
      site,
    }) => {
      await connect(page, site.origin);
      await register(page, convention);
      for (const name of ["fail", "bytes", "large"]) await get(page, `/W/apps/${convention}/${name}`);
      const [large, bytes, fail] = await list(page);
      expect(fail?.response).toMatchObject({ status: "action developer error", success: false });
      expect(JSON.stringify(fail?.response.result)).toContain("told");
      expect(bytes?.response).toMatchObject({ size: 3, result: { size: 3 } });
      expect(large?.response.size).toBeGreaterThan(1_000_000);
      expect(JSON.stringify(large).length).toBeLessThan(2_000);
    });

    test("has exactly its own lines, with 100 calls at a time", async ({ page, site }) => {
      await connect(page, site.origin);
      await register(page, convention);
      await page.evaluate(async (convention) => {
        const calls = Array.from({ length: 100 }, (_, n) => fetch(`/W/apps/${convention}/chat?n=${n}`));
        for (const call of calls) await (await call).text();
      }, convention);
      const records = await list(page, { limit: 200, name: "chat" });
      expect(records).toHaveLength(100);
      for (const { logs, response } of records) {
        const n = (response.result as { body: string }).body;
        expect(logs.map((line) => line.slice(31))).toEqual([
          ...["a", "b", "c"].map((part) => `stdout: ${part} ${n}`),
          `stderr: end ${n}`,
        ]);
        expect(logs[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z {6} stdout: /);
      }
      expect(new Set(records.map(({ response }) => JSON.stringify(response.result))).size).toBe(100);
    });

    test("is not left with config.activations: false, and logging does no harm", async ({ page, site }) => {
      await connect(page, site.origin);
      await register(page, convention, { activations: false });
      expect(await get(page, `/W/apps/${convention}/chat?n=1`)).toBe("1");
      expect(await list(page)).toEqual([]);
    });
  });

test("a call by getService leaves a record, too", async ({ page, site }) => {
  await connect(page, site.origin);
  await register(page, "hypha");
  await page.evaluate(async () => (await api.getService("hypha")).chat({ n: "7" }));
  const [record] = await list(page);
  expect(record).toMatchObject({ name: "chat", statusCode: 0, response: { result: { body: "7" } } });
  expect(record?.logs).toHaveLength(4);
});

test("Prefer: respond-async is answered with an id, under which the record is found", async ({
  page,
  site,
}) => {
  await connect(page, site.origin);
  await register(page, "digitalocean");
  const accepted = await page.evaluate(async () => {
    const response = await fetch("/W/apps/digitalocean/chat?n=1", { headers: { prefer: "respond-async" } });
    return { status: response.status, ...(await response.json()) };
  });
  expect(accepted).toEqual({ status: 202, activationId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  const read = (method: "result" | "logs") =>
    page.evaluate(([id, method]) => api.activations[method](id).catch(String), [
      accepted.activationId as string,
      method,
    ] as const);
  await expect.poll(() => read("result")).toEqual({ body: "1" });
  expect(await read("logs")).toHaveLength(4);
});

test("records are listed by name and time, some at a time", async ({ page, site }) => {
  await connect(page, site.origin);
  await register(page, "hypha");
  await register(page, "digitalocean");
  for (const path of ["hypha/fn", "digitalocean/fn", "hypha/chat?n=1", "hypha/fn"])
    await get(page, `/W/apps/${path}`);
  const names = async (query: object) =>
    (await list(page, query)).map(({ annotations }) => annotations[2]?.value);
  expect(await names({})).toEqual(["W/hypha/fn", "W/hypha/chat", "W/digitalocean/fn", "W/hypha/fn"]);
  expect(await names({ limit: 2, skip: 1 })).toEqual(["W/hypha/chat", "W/digitalocean/fn"]);
  expect(await names({ name: "chat" })).toEqual(["W/hypha/chat"]);
  expect(await names({ name: "hypha/fn" })).toEqual(["W/hypha/fn", "W/hypha/fn"]);
  expect(await names({ since: Date.now() + 1_000 })).toEqual([]);
  expect(await names({ upto: 0 })).toEqual([]);
  const [, { start = 0 } = {}] = await list(page);
  expect(await names({ since: start, upto: start })).toContain("W/hypha/chat");
});

test("a wrong question is refused", async ({ page, site }) => {
  await connect(page, site.origin);
  expect(await refusalOf(page, "api.activations.list({ limit: 201 })")).toBe(
    "bad-option: The value '201' is not in the range of 0 to 200 for activations.",
  );
  for (const method of ["get", "logs", "result"])
    expect(await refusalOf(page, `api.activations.${method}("none")`)).toContain(
      "activation-not-found: The requested activation record does not exist.",
    );
});

test("every tab of the workspace hears of a call, until it listens no more", async ({
  page,
  site,
  context,
}) => {
  await connect(page, site.origin);
  await register(page, "hypha");
  const other = await context.newPage();
  await connect(other, site.origin, { client_id: "other" });
  const outside = await context.newPage();
  await connect(outside, site.origin, { workspace: "X", client_id: "x" });
  const pages = [page, other, outside];
  for (const one of pages)
    await one.evaluate(async () => {
      const heard: string[] = [];
      const stop = await api.activations.subscribe(({ name }) => heard.push(name));
      Object.assign(globalThis, { heard, stop });
    });
  const heard = (one: Page) => one.evaluate("heard");
  await get(other, "/W/apps/hypha/fn");
  await get(page, "/W/apps/hypha/chat?n=1");
  for (const one of [page, other]) await expect.poll(() => heard(one)).toEqual(["fn", "chat"]);
  await other.evaluate("stop()");
  await get(page, "/W/apps/hypha/fn");
  await expect.poll(() => heard(page)).toEqual(["fn", "chat", "fn"]);
  expect(await heard(other)).toEqual(["fn", "chat"]);
  expect(await heard(outside)).toEqual([]);
  expect(await list(other)).toHaveLength(3);
});

test("records survive a worker that is killed, and their page", async ({ page, site, browserName }) => {
  test.skip(browserName === "firefox", "only Chromium's worker can be killed from outside");
  await connect(page, site.origin);
  await register(page, "hypha");
  await get(page, "/W/apps/hypha/fn");
  await killWorker(page);
  await get(page, "/W/apps/hypha/chat?n=1");
  expect((await list(page)).map(({ name }) => name)).toEqual(["chat", "fn"]);
  await connect(page, site.origin);
  expect((await list(page)).map(({ name }) => name)).toEqual(["chat", "fn"]);
});

test("5,000 calls leave the newest 1,000, and 200 of them are listed within 20 ms", async ({
  page,
  site,
}) => {
  test.setTimeout(180_000);
  await connect(page, site.origin);
  await register(page, "hypha");
  const seen = await page.evaluate(async () => {
    for (let round = 0; round < 50; round++) {
      const calls = Array.from({ length: 100 }, () => fetch("/W/apps/hypha/fn"));
      for (const call of calls) await (await call).text();
    }
    const ids = new Set<string>();
    for (let skip = 0; skip < 1_200; skip += 200)
      for (const { activationId } of await api.activations.list({ limit: 200, skip })) ids.add(activationId);
    const times: number[] = [];
    for (let i = 0; i < 9; i++) await time(times);
    return { count: ids.size, kept: await countKept(), fastest: Math.min(...times) };

    async function time(times: number[]): Promise<void> {
      const begin = performance.now();
      await api.activations.list({ limit: 200 });
      times.push(performance.now() - begin);
    }
    async function countKept(): Promise<number> {
      const [{ name = "" } = {}] = await indexedDB.databases();
      const request = indexedDB.open(name);
      const database = await new Promise<IDBDatabase>((done) => {
        request.onsuccess = () => done(request.result);
      });
      const count = database.transaction("activations").objectStore("activations").count();
      return new Promise((done) => {
        count.onsuccess = () => done(count.result);
      });
    }
  });
  test.info().annotations.push({ type: "list of 200", description: `${seen.fastest} ms` });
  expect(seen.count).toBe(1_000);
  expect(seen.kept).toBeLessThan(1_100);
  expect(seen.fastest).toBeLessThan(20);
});

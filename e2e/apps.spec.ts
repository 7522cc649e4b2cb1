import type { Page } from "@playwright/test";
import { h3Cases } from "../src/conventions/fetch/apps/h3.js";
import { honoCases } from "../src/conventions/fetch/apps/hono-cases.js";
import { ittyCases } from "../src/conventions/fetch/apps/itty.js";
import { buildPageScript } from "./build.js";
import { connectPage, expect, fetchIn, test } from "./fixtures.js";

let script: string;

test.beforeAll(async () => {
  script = await buildPageScript("e2e/apps/page.ts");
});

test.beforeEach(async ({ page, site }) => {
  await connectPage(page, `${site.origin}/`, { workspace: "W", client_id: "me" });
});

/** A module runs some time after it was added. */
async function load(page: Page): Promise<void> {
  await page.addScriptTag({ type: "module", content: script });
  await page.waitForFunction(() => "answerBothWays" in globalThis);
}

test.describe("an unmodified app answers by fetch as it answers in its page:", () => {
  for (const [name, cases] of [
    ["hono", honoCases],
    ["itty-router", ittyCases],
    ["h3", h3Cases],
  ] as const)
    test(name, async ({ page }) => {
      await load(page);
      const outcomes = await page.evaluate((name) => globalThis.answerBothWays(name), name);
      for (const { name, status, direct, through } of outcomes) {
        expect.soft(through, name).toEqual(direct);
        expect.soft(through.status, name).toBe(status);
      }
      const asked = cases.filter(({ outOfReach }) => !outOfReach);
      expect(outcomes.map(({ name }) => name)).toEqual(asked.map(({ name }) => name));
    });

  test("hono, with its redirects followed", async ({ page, site }) => {
    await load(page);
    await page.evaluate(() => globalThis.answerBothWays("hono"));
    const { url, status } = await page.evaluate(async () => {
      const { url, status } = await fetch("/W/apps/hono/moved");
      return { url, status };
    });
    expect([url, status]).toEqual([`${site.origin}/W/apps/hono/other`, 404]);
  });
});

test.describe("an ASGI app", () => {
  /** Echoes what it gets as JSON at /api, streams five chunks elsewhere. */
  test.beforeEach(async ({ page }) => {
    await page.evaluate(async () => {
      type Message = { type: string; body?: Uint8Array; more_body?: boolean };
      type Scope = { path: string; method: string; query_string: Uint8Array };
      type Connection = {
        scope: Scope;
        receive(): Promise<Message>;
        send(message: object): Promise<void>;
      };
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      const encode = (text: string) => new TextEncoder().encode(text);
      const start = (type: string) => ({
        type: "http.response.start",
        status: 200,
        headers: [["content-type", type]],
      });
      const pause = () => new Promise((done) => setTimeout(done, 50));

      async function echo({ scope, receive, send }: Connection) {
        const parts: Uint8Array[] = [];
        for (let more: boolean | undefined = true; more; ) {
          const message = await receive();
          parts.push(message.body ?? new Uint8Array());
          more = message.more_body;
        }
        const body = await new Blob(parts as BlobPart[]).text();
        await send(start("application/json"));
        await send({
          type: "http.response.body",
          body: encode(JSON.stringify({ method: scope.method, path: scope.path, body })),
        });
      }

      async function stream({ send }: Connection) {
        await send(start("text/plain"));
        for (let i = 0; i < 5; i++) {
          await send({ type: "http.response.body", body: encode(`chunk ${i}\n`), more_body: i < 4 });
          await pause();
        }
      }

      async function endless({ receive, send }: Connection) {
        await receive(); // the request's body
        const gone = receive().then(({ type }) => heard.push(type));
        await send(start("text/plain"));
        while (heard.length === 0) {
          await send({ type: "http.response.body", body: encode("more\n"), more_body: true });
          await pause();
        }
        await gone;
      }

      const serve = (connection: Connection) => {
        const { path } = connection.scope;
        if (path.endsWith("/api")) return echo(connection);
        return path.endsWith("/endless") ? endless(connection) : stream(connection);
      };
      await api.registerService({ id: "app", type: "asgi", config: { visibility: "public" }, serve });
    });
  });

  for (const method of ["GET", "PUT", "POST", "DELETE", "PATCH"])
    test(`gets ${method} on /api`, async ({ page }) => {
      const body = method === "GET" ? "" : '{"text":"gr\u00fc\u00dfe"}';
      const seen = await fetchIn(page, "/W/apps/app/api", { method, ...(body && { body }) });
      expect(JSON.parse(seen.body)).toMatchObject({ method, body });
      expect(seen.headers["content-type"]).toBe("application/json");
    });

  test("streams: five chunks arrive as more than one", async ({ page }) => {
    const chunks = await page.evaluate(async () => {
      const { body } = await fetch("/W/apps/app/stream");
      const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
      const chunks: string[] = [];
      for (;;) {
        const { done, value = "" } = (await reader?.read()) ?? { done: true };
        if (done) return chunks;
        chunks.push(value);
      }
    });
    expect(chunks.join("")).toBe("chunk 0\nchunk 1\nchunk 2\nchunk 3\nchunk 4\n");
    expect(chunks.length).toBeGreaterThan(1);
  });

  test("hears http.disconnect when the answer is cancelled", async ({ page }) => {
    await page.evaluate(async () => {
      const { body } = await fetch("/W/apps/app/endless");
      const reader = body?.getReader();
      await reader?.read();
      await reader?.cancel();
    });
    const heard = () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    await expect.poll(heard).toEqual(["http.disconnect"]);
  });
});

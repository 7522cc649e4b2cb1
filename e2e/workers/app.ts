/** A worker of an app's own: precached files, a fallback for navigations, a route, and services of both conventions. */
import { Hono } from "hono";
import { createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute } from "workbox-routing/NavigationRoute.js";
import { registerRoute } from "workbox-routing/registerRoute.js";
import type { Context } from "../../src/conventions/hypha/context.js";
import type { HyphaEvent } from "../../src/conventions/hypha/event.js";
import { createHost } from "../../sw/host.js";

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: { readonly url: string; readonly revision: string }[];
};

const isCautious = self.location.search === "?cautious";
/** Of this start of the worker. */
const boot = crypto.randomUUID();
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
const decode = (body: Uint8Array | null) => new TextDecoder().decode(body ?? undefined);

/** What happened to handlers, in a store that outlives the worker. */
async function note(what: string): Promise<void> {
  const cache = await caches.open("notes");
  await cache.put(`/notes/${crypto.randomUUID()}`, new Response(what));
}

const notes = async () => {
  const cache = await caches.open("notes");
  const kept = await cache.matchAll();
  return Promise.all(kept.map((response) => response.text()));
};

const work = {
  id: "work",
  type: "functions",
  config: { visibility: "public", require_context: true, timeout: 20 },
  index: () => "from the worker",
  boot: () => boot,
  notes,
  clear: async () => String(await caches.delete("notes")),
  echo: ({ method, body, headers, query_string, context }: HyphaEvent & { context: Context }) => ({
    ...{ method, text: decode(body), type: headers["content-type"], query: query_string },
    ...{ to: context.to, method_name: context.method },
  }),
  slow: async ({ query_string }: HyphaEvent) => {
    await note("slow began");
    await sleep(Number(query_string));
    return "slowly done";
  },
  throws: () => {
    throw new TypeError("as asked");
  },
  logs: (_event: unknown, context: Context & { log(...values: unknown[]): void }) => {
    context.log("written by the worker");
    return "logged";
  },
  login: () => ({
    headers: { "set-cookie": ["session=a=b; Path=/", "gone=; Max-Age=0; Path=/"] },
    body: "in",
  }),
  me: ({ headers }: HyphaEvent) => headers.cookie ?? "nobody",
};

const news = {
  id: "news",
  type: "functions",
  config: { visibility: "public", sse: true },
  async *clock({ query_string: count }: HyphaEvent) {
    try {
      for (let n = 1; n <= Number(count); n++) {
        yield { id: String(n), data: { n } };
        await sleep(100);
      }
    } finally {
      await note("clock ended");
    }
  },
};

const quiet = {
  id: "quiet",
  type: "functions",
  config: { visibility: "public", activations: false },
  index: () => "no record",
  add: (a: number, b: number) => a + b,
};

const inner = { id: "inner", type: "functions", index: () => "for members" };

const sample = {
  id: "sample",
  type: "functions",
  config: {
    convention: "digitalocean",
    visibility: "public",
    functions: { later: { limits: { timeout: 5000 } } },
  },
  hello: ({ name = "stranger" }: { name?: string }, context: { log(...values: unknown[]): void }) => {
    context.log("asked by", name);
    return { body: `Hello ${name}!` };
  },
  later: async () => {
    await sleep(700);
    await note("later ran");
    return { body: "done" };
  },
};

const shop = new Hono({ strict: false }).basePath("/local/apps/shop");
shop.get("/users/:id", (c) => c.json({ id: c.req.param("id") }));
shop.post("/users", async (c) => c.json({ got: await c.req.json() }, 201));
shop.get("/background", (c) => {
  c.executionCtx.waitUntil(sleep(500).then(() => note("background ran")));
  return c.text("answered");
});

type Message = { type: string; body?: Uint8Array; more_body?: boolean };
const upper = {
  id: "upper",
  type: "asgi",
  config: { visibility: "public" },
  async serve({ receive, send }: { receive(): Promise<Message>; send(message: object): Promise<void> }) {
    let text = "";
    for (let more = true; more; ) {
      const { body = new Uint8Array(), more_body = false } = await receive();
      text += decode(body);
      more = more_body;
    }
    await send({ type: "http.response.start", status: 200, headers: [] });
    await send({ type: "http.response.body", body: new TextEncoder().encode(text.toUpperCase()) });
  },
};

const store = { id: "shop", type: "fetch", config: { visibility: "public" }, fetch: shop.fetch };

const host = createHost({ services: [work, news, quiet, inner, sample, store, upper] });

// What a cautious app does: its pages are taken over when they are loaded again, and a new version waits for that.
if (!isCautious) {
  self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
}

self.addEventListener("fetch", (event) => {
  if (host.handle(event)) return;
  const { pathname } = new URL(event.request.url);
  if (pathname === "/own") event.respondWith(new Response("a route of the app's own"));
});

precacheAndRoute(self.__WB_MANIFEST);
registerRoute(new NavigationRoute(createHandlerBoundToURL("/index.html"), { denylist: [/^\/plain\//] }));

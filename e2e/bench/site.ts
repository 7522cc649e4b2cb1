import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { build } from "vite";
import type { Scripts } from "../../build/sizes.js";
import { buildLibrary, buildWorker, OUT } from "../build.js";
import type { ContenderName } from "./contenders.js";
import { BYTES_TYPE, getLarge, JSON_TYPE, SMALL, toReceipt } from "./payload.js";

export interface Site {
  toUrl(contender: ContenderName): string;
  close(): Promise<void>;
}

/** The library as the browser tests build it, the contenders' pages and workers: in memory, where no other build can change them during a run. */
export async function buildScripts(): Promise<Scripts> {
  await buildLibrary();
  const lib = resolve(OUT, "lib");
  const scripts = new Map(
    readdirSync(lib).map((file) => [`/lib/${file}`, readFileSync(resolve(lib, file), "utf8")]),
  );
  scripts.set("/tabserve-worker.js", readFileSync(resolve(OUT, "tabserve-worker.js"), "utf8"));
  scripts.set("/floor-worker.js", await buildWorker("e2e/bench/worker/floor.ts"));
  scripts.set("/streamed-worker.js", await buildWorker("e2e/bench/worker/streamed.ts"));
  scripts.set("/comlink-worker.js", await buildWorker("e2e/bench/worker/comlink.ts"));
  const mswWorker = createRequire(import.meta.url).resolve("msw/mockServiceWorker.js");
  scripts.set("/mockServiceWorker.js", readFileSync(mswWorker, "utf8"));
  for (const { fileName, code } of await buildPages()) scripts.set(`/${fileName}`, code);
  return scripts;
}

async function buildPages(): Promise<{ fileName: string; code: string }[]> {
  const result = await build({
    configFile: false,
    root: resolve(OUT, "../.."),
    publicDir: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      minify: true,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: { page: "e2e/bench/page/page.ts" },
        output: { entryFileNames: "page/[name].js", chunkFileNames: "page/[name]-[hash].js" },
      },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !("output" in output)) throw new Error("the pages have no output");
  return output.output.flatMap((item) => (item.type === "chunk" ? [item] : []));
}

const PAGE =
  "<!doctype html><html lang=en><meta charset=utf-8><title>Benchmark</title><link rel=icon href=data:,>" +
  "<script type=module src=/page/page.js></script>";

/**
 * Cross-origin isolation: clocks of 5 µs instead of 100. The workers' scripts need it too, or they run in another
 * process than their page, which costs a third more.
 */
const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cache-control": "no-store",
};

/** One server for all; every contender has a host name of its own. */
export async function startSite(scripts: Scripts): Promise<Site> {
  const server = createServer((request, response) => {
    respond(request, scripts).then(
      ({ type, body }) => response.writeHead(200, { ...HEADERS, ...type }).end(body),
      (error) => refuse(response, error),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    toUrl: (contender) => `http://${contender}.localhost:${port}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly type: { readonly "content-type": string };
  readonly body: string | Uint8Array;
}

async function respond(request: IncomingMessage, scripts: Scripts): Promise<Answer> {
  const [path = "/", query = ""] = (request.url ?? "/").split("?");
  const script = scripts.get(path);
  if (script !== undefined) return { type: { "content-type": "text/javascript" }, body: script };
  if (path === "/") return { type: { "content-type": "text/html" }, body: PAGE };
  if (path === "/unrelated.txt") return { type: { "content-type": "text/plain" }, body: SMALL };
  if (path === "/W/apps/S/small") return { type: JSON_TYPE, body: SMALL };
  if (path === "/W/apps/S/down") return { type: BYTES_TYPE, body: getLarge() };
  if (path === "/W/apps/S/up") return { type: JSON_TYPE, body: toReceipt(await readBody(request), query) };
  throw new Error(`Not on this server: ${path}`);
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function refuse(response: ServerResponse, error: unknown): void {
  response.writeHead(404, { ...HEADERS, "content-type": "text/plain" }).end(String(error));
}

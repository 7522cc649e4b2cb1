import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createServer, type InlineConfig, type ViteDevServer } from "vite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tabserve } from "./index.js";

const SERVING = 'import { connect } from "tabserve";\nconst api = await connect();\n';

/** An app, and a package that stands for the library. */
const FILES = {
  "node_modules/tabserve/package.json":
    '{ "name": "tabserve", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
  "node_modules/tabserve/index.js":
    'export { workerUrl } from "./tabserve-worker-url.js";\nexport const connect = async () => ({});\n',
  "node_modules/tabserve/tabserve-worker-url.js": "const e=`/tabserve-worker.js`;export{e as workerUrl};\n",
  "node_modules/other/package.json": '{ "name": "other", "type": "module", "exports": "./index.js" }',
  "node_modules/other/index.js": SERVING,
  "serves.js": SERVING,
  "also-serves.js": SERVING,
  "does-more.js": `${SERVING}document.title = "served";\n`,
  "accepts.js": `${SERVING}import.meta.hot.accept();\n`,
  "later.js": 'const { connect } = await import("tabserve");\n',
};

let root: string;
let server: ViteDevServer | undefined;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tabserve-vite-"));
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
});

afterEach(async () => {
  await server?.close();
  rmSync(root, { recursive: true });
});

async function start(config: InlineConfig = {}): Promise<ViteDevServer> {
  server = await createServer({
    configFile: false,
    root,
    logLevel: "silent",
    plugins: [tabserve()],
    server: { middlewareMode: true, ws: false },
    ...config,
  });
  return server;
}

const read = async ({ environments: { client } }: ViteDevServer, url: string) =>
  (await client.transformRequest(url))?.code ?? "";

const isAccepting = async ({ environments: { client } }: ViteDevServer, url: string) =>
  (await client.moduleGraph.getModuleByUrl(url))?.isSelfAccepting;

describe("while Vite serves,", () => {
  test("a module that only serves tells when it runs, and is replaced without its page", async () => {
    const server = await start();
    const [first = "", ...others] = (await read(server, "/serves.js")).split("\n");
    expect(first).toMatch(/__tabserveBegin\(\);.*import { connect } from "\/@id\/__x00__tabserve:\w+"/);
    expect(others.slice(0, 2)).toEqual(["const api = await connect();", ""]);
    expect(others).toContain("__tabserveEnd();");
    expect(await isAccepting(server, "/serves.js")).toBe(true);
  });

  test.each(["/does-more.js", "/later.js"])("%s tells when it runs, and goes with its page", async (url) => {
    const server = await start();
    expect(await read(server, url)).toContain("__tabserveBegin();");
    expect(await isAccepting(server, url)).toBe(false);
  });

  test("a module that accepts new versions itself is not told to", async () => {
    const code = await read(await start(), "/accepts.js");
    expect(code.match(/import\.meta\.hot\.accept\(\)/g)).toHaveLength(1);
    expect(code).toContain("__tabserveBegin();");
  });

  test("each module has connections of its own", async () => {
    const server = await start();
    const toStandIn = (code: string) => /__x00__(tabserve:\w+)/.exec(code)?.[1];
    const ids = [await read(server, "/serves.js"), await read(server, "/also-serves.js")].map(toStandIn);
    expect(new Set(ids).size).toBe(2);
  });

  test("packages and servers get the library itself", async () => {
    const server = await start();
    expect(await read(server, "/node_modules/other/index.js")).toMatch(
      /from "\/node_modules\/tabserve\/index\.js/,
    );
    const { code = "" } = (await server.environments.ssr.transformRequest("/serves.js")) ?? {};
    expect(code).not.toContain("__tabserveBegin");
  });

  test("without hot replacement all get the library itself", async () => {
    const server = await start({ server: { middlewareMode: true, ws: false, hmr: false } });
    expect(await read(server, "/serves.js")).toMatch(/from "\/node_modules\/tabserve\/index\.js/);
  });
});

describe("the worker is looked for at", () => {
  test.each([
    ["/", "/tabserve-worker.js"],
    ["/sub/", "/sub/tabserve-worker.js"],
    ["./", "/tabserve-worker.js"],
    ["https://example.com/sub/", "/sub/tabserve-worker.js"],
  ])("base %s: %s", async (base, url) => {
    const code = await read(await start({ base }), "/node_modules/tabserve/tabserve-worker-url.js");
    expect(code).toContain(`const e="${url}";`);
  });
});

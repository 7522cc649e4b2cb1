import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { bundleWorker, type WorkerScript } from "../src/vite/bundle-worker.js";
import { buildModules } from "./modules.js";
import { toNotices } from "./notices.js";
import { ROOT, readVersion, toDefine } from "./source.js";
import { buildTypes } from "./types.js";

const DIST = resolve(ROOT, "dist");

/** What pages import. */
const PAGE = { index: "src/index.ts", request: "src/request.ts" };

/** What every page loads that registers something. */
export const NEXT = "src/services.ts";

/** What `tabserve/vite` changes. */
const APART = "src/tabserve-worker-url.ts";

const WORKER = { worker: "sw/host.ts" };

/** What runs in Node; `hot-module` is for pages, while Vite serves them. */
const NODE = {
  vite: "src/vite/index.ts",
  "hot-module": "src/vite/hot-module.ts",
  cli: "src/cli/main.ts",
};

/** What Playwright's tests import: in a folder of its own, beside the script that it brings into pages. */
const TESTING = { playwright: "src/playwright/index.ts" };

/** Builds everything of the npm package into `dist/`. */
export async function buildPackage(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  const toDir = (folder: string) => ({ dir: resolve(DIST, folder), sourcemap: true });
  const script = await bundleReadyWorker();
  const files = [
    ...(await buildModules({
      entries: PAGE,
      ...toDir("page"),
      platform: "browser",
      next: NEXT,
      apart: APART,
    })),
    ...(await buildModules({ entries: WORKER, ...toDir("worker"), platform: "browser" })),
    ...(await buildModules({ entries: NODE, ...toDir("node"), platform: "node" })),
    ...(await buildTesting(resolve(DIST, "playwright"), true)),
    ...script.files,
  ];
  mkdirSync(DIST, { recursive: true });
  writeFileSync(resolve(DIST, "tabserve-worker.js"), script.code);
  writeFileSync(resolve(DIST, "tabserve-worker.js.map"), script.map);
  writeFileSync(resolve(DIST, "THIRD-PARTY-LICENSES.txt"), toNotices(files));
  await buildTypes();
}

/**
 * Builds `tabserve/playwright` into a folder, which is emptied before.
 * @returns the files it was made of, absolute
 */
export async function buildTesting(dir: string, sourcemap: boolean): Promise<string[]> {
  const files = await buildModules({ entries: TESTING, dir, platform: "node", sourcemap });
  const page = await bundleWorker({
    root: ROOT,
    entry: "src/playwright/page.ts",
    define: toDefine(),
    minify: true,
  });
  writeFileSync(resolve(dir, "playwright-page.js"), page.code);
  if (sourcemap) writeFileSync(resolve(dir, "playwright-page.js.map"), page.map);
  return [...files, ...page.files];
}

/** The ready-made worker; its first line says of which version it is. */
export function bundleReadyWorker(): Promise<WorkerScript> {
  const banner = `/*! tabserve ${readVersion()} */`;
  return bundleWorker({ root: ROOT, entry: "sw/entry.ts", define: toDefine(), minify: true, banner });
}

import { rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { buildWorker, toBuildHash } from "../vite.config.js";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Where the built library lies for the browser tests and the benchmark. */
export const OUT = resolve(root, "e2e/.out");

/** Builds what a user's page loads, as a user's bundler would: minified, comlink inside, lazy parts apart. */
export async function buildLibrary(): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    input: { tabserve: "src/index.ts" },
    preserveEntrySignatures: "strict",
    resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
    transform: { target: "es2022", define: { __TABSERVE_BUILD__: JSON.stringify(toBuildHash()) } },
  });
  const chunkFileNames = "[name]-[hash].js";
  rmSync(resolve(OUT, "lib"), { recursive: true, force: true });
  await bundle.write({ dir: resolve(OUT, "lib"), format: "es", minify: true, chunkFileNames });
  await bundle.close();
  await writeFile(resolve(OUT, "lib/request.js"), await buildPageScript("src/request.ts"));
  await buildFixture();
  await mkdir(OUT, { recursive: true });
  await writeFile(resolve(OUT, "tabserve-worker.js"), await buildWorker("sw/entry.ts"));
}

/** Builds what a Playwright test imports. */
async function buildFixture(): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    platform: "node",
    input: { playwright: "src/playwright/index.ts" },
    external: ["@playwright/test"],
    resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
    transform: { target: "es2022", define: { __TABSERVE_BUILD__: JSON.stringify(toBuildHash()) } },
  });
  rmSync(resolve(OUT, "node"), { recursive: true, force: true });
  await bundle.write({ dir: resolve(OUT, "node"), format: "es", chunkFileNames: "[name]-[hash].js" });
  await bundle.close();
  await writeFile(resolve(OUT, "node/playwright-page.js"), await buildWorker("src/playwright/page.ts"));
}

/** Where the tests' pages find what users import. */
const LIBRARY = { tabserve: "/lib/tabserve.js", "tabserve/request": "/lib/request.js" };

/** Bundles a page's script with what it imports; the library stays the built one. */
export async function buildPageScript(entry: string): Promise<string> {
  const bundle = await rolldown({
    cwd: root,
    input: entry,
    external: [/^\/lib\//, ...Object.keys(LIBRARY)],
    resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
  });
  const { output } = await bundle.generate({ format: "es", codeSplitting: false, paths: LIBRARY });
  await bundle.close();
  return output[0].code;
}

/** Playwright's global set-up. */
export default buildLibrary;

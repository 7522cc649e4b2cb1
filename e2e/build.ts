import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { rolldown } from "rolldown";
import { buildModules } from "../build/modules.js";
import { buildTesting, bundleReadyWorker, NEXT } from "../build/package.js";
import { ROOT, toDefine } from "../build/source.js";
import { bundleWorker } from "../src/vite/bundle-worker.js";

/** Where the built library lies for the browser tests and the benchmark. */
export const OUT = resolve(ROOT, "e2e/.out");

/** Builds what a user's page loads, as the package has it. */
export async function buildLibrary(): Promise<void> {
  const entries = { tabserve: "src/index.ts", request: "src/request.ts" };
  await buildModules({
    entries,
    dir: resolve(OUT, "lib"),
    platform: "browser",
    sourcemap: false,
    next: NEXT,
  });
  await buildTesting(resolve(OUT, "node"), false);
  await mkdir(OUT, { recursive: true });
  await writeFile(resolve(OUT, "tabserve-worker.js"), (await bundleReadyWorker()).code);
}

/** Bundles a worker of the tests. */
export async function buildWorker(entry: string): Promise<string> {
  return (await bundleWorker({ root: ROOT, entry, define: toDefine(), minify: true })).code;
}

/** Where the tests' pages find what users import. */
const LIBRARY = { tabserve: "/lib/tabserve.js", "tabserve/request": "/lib/request.js" };

/** Bundles a page's script with what it imports; the library stays the built one. */
export async function buildPageScript(entry: string): Promise<string> {
  const bundle = await rolldown({
    cwd: ROOT,
    input: entry,
    external: [/^\/lib\//, ...Object.keys(LIBRARY)],
    resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
  });
  const { output } = await bundle.generate({ format: "es", codeSplitting: false, paths: LIBRARY });
  await bundle.close();
  return output[0].code;
}

/** A file that a worker of an app's own has in store. */
interface Precached {
  readonly url: string;
  readonly revision: string;
}

/** Bundles a worker of an app's own into one classic script, as `injectManifest` does. */
export async function buildOwnWorker(entry: string, manifest: readonly Precached[] = []): Promise<string> {
  const bundle = await rolldown({
    cwd: ROOT,
    input: entry,
    resolve: {
      extensionAlias: { ".js": [".ts", ".js"] },
      alias: { "tabserve/worker": resolve(ROOT, "sw/host.ts") },
    },
    transform: {
      target: "es2022",
      define: { ...toDefine(), "self.__WB_MANIFEST": JSON.stringify(manifest) },
    },
  });
  const { output } = await bundle.generate({ format: "iife", minify: true, codeSplitting: false });
  await bundle.close();
  return output[0].code;
}

/** Playwright's global set-up. */
export default buildLibrary;

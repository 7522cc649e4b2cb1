import { rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { buildWorker, toBuildHash } from "../vite.config.js";

/** Where the built library lies for the browser tests and the benchmark. */
export const OUT = resolve(dirname(fileURLToPath(import.meta.url)), ".out");

/** Builds what a user's page loads, as a user's bundler would: minified, comlink inside, lazy parts apart. */
export async function buildLibrary(): Promise<void> {
  rmSync(OUT, { recursive: true, force: true });
  await build({
    configFile: false,
    root: resolve(OUT, "../.."),
    publicDir: false,
    logLevel: "warn",
    define: { __TABSERVE_BUILD__: JSON.stringify(toBuildHash()) },
    build: {
      outDir: resolve(OUT, "lib"),
      minify: true,
      target: "es2022",
      rolldownOptions: {
        input: { tabserve: "src/index.ts" },
        preserveEntrySignatures: "strict",
        output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      },
      modulePreload: false,
    },
  });
  await mkdir(OUT, { recursive: true });
  await writeFile(resolve(OUT, "tabserve-worker.js"), await buildWorker("sw/entry.ts"));
}

/** Playwright's global set-up. */
export default buildLibrary;

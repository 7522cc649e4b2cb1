import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { test as base } from "@playwright/test";
import type { InlineConfig } from "vite";

export { expect } from "@playwright/test";

/** A folder with an app that has the package installed. */
export interface App {
  readonly folder: string;
  /** Serves its sources; `url` is that of its page. */
  serve(config?: InlineConfig): Promise<{ readonly url: string; close(): Promise<void> }>;
  /** Builds it; gives the folder. */
  build(config?: InlineConfig): Promise<string>;
  /** Serves what was built; gives the URL of its page. */
  preview(outDir: string, config?: InlineConfig): Promise<string>;
}

/** The app that the package was installed into; not to be changed. */
export const INSTALLED = process.env.TABSERVE_APP ?? "";

/** The package as a file. */
export const PACKED = process.env.TABSERVE_PACKED ?? "";

/** `installed`: the app that npm installed the package into. `app`: a copy, to be changed. */
export const test = base.extend<{ installed: App; app: App }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  installed: async ({}, use) => useApp(INSTALLED, use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  app: async ({}, use) => useApp(copyApp(), use),
});

/** Closes everything that the app started once `use` is over. */
export async function useApp(folder: string, use: (app: App) => Promise<void>): Promise<void> {
  const vite = await importVite(folder);
  const closing: (() => Promise<void>)[] = [];
  const toConfig = (own: InlineConfig): InlineConfig => {
    const temporary = mkdtempSync(join(dirname(INSTALLED), "run-"));
    const cacheDir = join(temporary, "cache");
    const outDir = join(temporary, "dist");
    return { root: folder, logLevel: "error", cacheDir, ...own, build: { outDir, ...own.build } };
  };
  await use({
    folder,
    async serve(own = {}) {
      const server = await vite.createServer(toConfig({ server: { port: 0 }, ...own }));
      const close = () => server.close();
      closing.push(close);
      await server.listen();
      return { url: server.resolvedUrls?.local[0] ?? "", close };
    },
    async build(own = {}) {
      const config = toConfig(own);
      await vite.build(config);
      return config.build?.outDir ?? "";
    },
    async preview(outDir, own = {}) {
      const server = await vite.preview(toConfig({ preview: { port: 0 }, ...own, build: { outDir } }));
      closing.push(() => server.close());
      return server.resolvedUrls?.local[0] ?? "";
    },
  });
  for (const close of closing) await close();
}

/** Changes a file of an app at one stroke: whoever watches it never sees half of it. */
export function edit({ folder }: App, file: string, change: (code: string) => string): void {
  const path = join(folder, file);
  const whole = join(mkdtempSync(join(dirname(INSTALLED), "edit-")), "file");
  writeFileSync(whole, change(readFileSync(path, "utf8")));
  renameSync(whole, path);
}

/** The app's own Vite, as its `vite` command would be. */
function importVite(folder: string): Promise<typeof import("vite")> {
  return import(pathToFileURL(join(folder, "node_modules/vite/dist/node/index.js")).href);
}

/** The package itself is copied, since Vite serves what lies in the app's folder only; the rest is linked. */
function copyApp(): string {
  const folder = mkdtempSync(join(dirname(INSTALLED) || tmpdir(), "copy-"));
  const isSource = (path: string) => !path.includes("node_modules");
  cpSync(INSTALLED, folder, { recursive: true, filter: isSource });
  mkdirSync(join(folder, "node_modules"));
  const from = join(INSTALLED, "node_modules");
  for (const name of readdirSync(from))
    if (name !== "tabserve") symlinkSync(join(from, name), join(folder, "node_modules", name));
  cpSync(join(from, "tabserve"), join(folder, "node_modules/tabserve"), { recursive: true });
  return folder;
}

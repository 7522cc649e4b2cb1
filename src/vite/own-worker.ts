import { createHash } from "node:crypto";
import type { ResolvedConfig, Rolldown } from "vite";
import { bundleWorker, type WorkerScript } from "./bundle-worker.js";

/** A built file, as Workbox's precaching wants it. */
export interface ListedFile {
  /** Relative to the worker. */
  readonly url: string;
  readonly revision: string;
}

/** Bundles the app's own worker as the app's pages are: with the same names defined and the same aliases. */
export function bundleOwnWorker(
  entry: string,
  { root, define, resolve, isProduction, build }: ResolvedConfig,
  list: readonly ListedFile[],
): Promise<WorkerScript> {
  return bundleWorker({
    root,
    entry,
    resolve: { alias: resolve.alias },
    define: {
      "process.env.NODE_ENV": JSON.stringify(isProduction ? "production" : "development"),
      ...define,
      // The name that Workbox's own tools replace.
      "self.__WB_MANIFEST": JSON.stringify(list),
    },
    minify: isProduction && build.minify !== false,
  });
}

/** What a site needs to open without a network: everything but maps. */
export function toList(bundle: Rolldown.OutputBundle): ListedFile[] {
  return Object.values(bundle)
    .filter(({ fileName }) => !fileName.endsWith(".map"))
    .map((item) => {
      const content = item.type === "chunk" ? item.code : item.source;
      const revision = createHash("sha256").update(content).digest("hex").slice(0, 12);
      return { url: item.fileName, revision };
    });
}

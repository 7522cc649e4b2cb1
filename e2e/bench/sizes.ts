import { findLoaded, type Scripts, toGzippedSize } from "../../build/sizes.js";

/** Gzipped bytes. */
export interface Sizes {
  readonly worker: number;
  /** `tabserve.js` and everything it imports before it runs. */
  readonly entry: number;
  /** By chunk, fetched when first needed. */
  readonly lazy: Readonly<Record<string, number>>;
  readonly mswWorker: number;
  readonly mswPage: number;
}

export function toSizes(scripts: Scripts): Sizes {
  const sizeOf = (paths: Iterable<string>) => toGzippedSize(paths, scripts);
  const entry = findLoaded("/lib/tabserve.js", scripts);
  const lazy = [...scripts.keys()].filter((path) => path.startsWith("/lib/") && !entry.has(path));
  const msw = [...scripts.keys()].filter((path) => /^\/page\/msw-/.test(path));
  return {
    worker: sizeOf(["/tabserve-worker.js"]),
    entry: sizeOf(entry),
    lazy: Object.fromEntries(lazy.map((path) => [path.replace("/lib/", ""), sizeOf([path])])),
    mswWorker: sizeOf(["/mockServiceWorker.js"]),
    mswPage: sizeOf(msw),
  };
}

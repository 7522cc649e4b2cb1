import { gzipSync } from "node:zlib";
import { findStaticImports } from "./modules.js";

/** Most that a part of the library may have, in gzipped bytes. */
export const BUDGETS = {
  /** What every page loads that imports `tabserve`, before it runs. */
  entry: 6_000,
  /** That and what `connect()` loads while the worker starts. */
  connect: 7_000,
  /** The ready-made worker. */
  worker: 10_000,
  /** What the first `registerService` loads; conventions come on top. */
  services: 14_000,
  /** Everything that a page may load, at some time. */
  page: 60_000,
  /** `tabserve/worker`, for workers of one's own, with all that services in the worker need. */
  host: 40_000,
  /** A built worker whose `createPageHost()` serves pages' functions alone. */
  pageHost: 14_000,
} as const;

/** Code by path. */
export type Scripts = ReadonlyMap<string, string>;

/** Gzipped bytes, each file by itself, as a server sends it. */
export function toGzippedSize(paths: Iterable<string>, scripts: Scripts): number {
  return [...paths].reduce(
    (sum, path) => sum + gzipSync(scripts.get(path) ?? "", { level: 9 }).byteLength,
    0,
  );
}

const STATIC_IMPORT = /(?:^|[;}\n])\s*(?:import|export)\b[^"'()]*?["'](\.\/[^"']+)["']/g;

/** The path itself and what it imports before it runs, and so on. */
export function findLoaded(path: string, scripts: Scripts): ReadonlySet<string> {
  return findStaticImports(path, (importer) =>
    [...(scripts.get(importer) ?? "").matchAll(STATIC_IMPORT)].map(
      ([, file = ""]) => new URL(file, `http://localhost${importer}`).pathname,
    ),
  );
}

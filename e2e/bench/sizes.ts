import { gzipSync } from "node:zlib";
import type { Scripts } from "./site.js";

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
  const sizeOf = (paths: Iterable<string>) =>
    [...paths].reduce((sum, path) => sum + toGzippedSize(scripts.get(path) ?? ""), 0);
  const entry = findStaticImports("/lib/tabserve.js", scripts);
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

function toGzippedSize(text: string): number {
  return gzipSync(text, { level: 9 }).byteLength;
}

const STATIC_IMPORT = /(?:^|[;}\n])\s*(?:import|export)\b[^"'()]*?["'](\.\/[^"']+)["']/g;

/** The path itself and what it imports, and so on. */
function findStaticImports(path: string, scripts: Scripts, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const [, file = ""] of (scripts.get(path) ?? "").matchAll(STATIC_IMPORT))
    findStaticImports(new URL(file, `http://localhost${path}`).pathname, scripts, found);
  return found;
}

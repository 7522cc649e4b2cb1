import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const ROOT = resolve(fileURLToPath(import.meta.url), "../..");

/** Parts of `src` that are in neither page nor worker. */
const ELSEWHERE = /^src\/(playground|vite|cli|playwright)\//;

/** Hash of everything that page and worker are made of: how they know that they belong together. */
export function toBuildHash(): string {
  const hash = createHash("sha256");
  const files = ["src", "sw"].flatMap((folder) =>
    readdirSync(resolve(ROOT, folder), { recursive: true, encoding: "utf8" }).map(
      (file) => `${folder}/${file}`,
    ),
  );
  const sources = files.filter((file) => /(?<!\.test)\.ts$/.test(file) && !ELSEWHERE.test(file));
  for (const file of sources.sort()) hash.update(readFileSync(resolve(ROOT, file)));
  return hash.digest("hex").slice(0, 12);
}

/** What the library's sources leave to its build. */
export function toDefine(): Record<string, string> {
  return {
    __TABSERVE_BUILD__: JSON.stringify(toBuildHash()),
    // workbox's development code logs every request
    "process.env.NODE_ENV": '"production"',
  };
}

/** The package's, from package.json. */
export function readVersion(): string {
  return JSON.parse(readFileSync(resolve(ROOT, "package.json"), "utf8")).version;
}

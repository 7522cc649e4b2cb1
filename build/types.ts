import { execFile } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";
import { findStaticImports } from "./modules.js";
import { ROOT } from "./source.js";

/** Pages, Node and workers know different globals: a configuration for each. */
const PROJECTS = ["tsconfig.types.json", "tsconfig.node.types.json", "sw/tsconfig.types.json"];

/** Writes the declarations that the package's entries need into `dist/types/`, and no others. */
export async function buildTypes(): Promise<void> {
  const tsc = resolve(ROOT, "node_modules/typescript/bin/tsc");
  await Promise.all(
    PROJECTS.map((project) => promisify(execFile)(process.execPath, [tsc, "-p", project], { cwd: ROOT })),
  );
  const needed = new Set(readEntries().flatMap((entry) => [...findStaticImports(entry, readImports)]));
  const folder = resolve(ROOT, "dist/types");
  for (const { parentPath, name } of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = resolve(parentPath, name);
    if (file.endsWith(".d.ts") && !needed.has(file)) rmSync(file);
  }
}

/** The declarations that package.json names. */
function readEntries(): string[] {
  const { exports } = JSON.parse(readFileSync(resolve(ROOT, "package.json"), "utf8"));
  const entries: readonly (string | { readonly types: string })[] = Object.values(exports);
  return entries.flatMap((entry) => (typeof entry === "string" ? [] : [resolve(ROOT, entry.types)]));
}

function readImports(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const found = [...text.matchAll(/(?:from|import\() ?"(\.[^"]+)\.js"/g)];
  return found.map(([, path = ""]) => `${resolve(dirname(file), path)}.d.ts`);
}

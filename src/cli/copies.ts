import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { InitOptions } from "./init.js";

/** Something in the site's folder that is a copy of something in the package, or should be. */
export interface Copy {
  /** The file, or the folder that is Tabserve's as a whole. */
  readonly path: string;
  readonly state: "missing" | "current" | "outdated" | "foreign";
  /** The version that it says it is of. */
  readonly version: string | undefined;
  /** What should be there, by name relative to the site's folder. */
  readonly files: readonly (readonly [name: string, content: string])[];
}

const WORKER = "tabserve-worker.js";

/** Of the page's modules. */
const FOLDER = "tabserve";

/** Says of which version the modules are, and that they are ours. */
const LABEL = `${FOLDER}/README.txt`;

/** What should be in the site's folder, and what is. */
export function findCopies(folder: string, { dist, version, modules }: InitOptions): Copy[] {
  const worker = [WORKER, readFileSync(join(dist, WORKER), "utf8")] as const;
  const copies = [toCopy(folder, { name: WORKER, label: WORKER, files: [worker] })];
  if (!modules) return copies;
  const label = `/*! tabserve ${version} */\nThe page's modules, copied by \`npx tabserve init --modules\`, which replaces the whole folder.\n`;
  return [
    ...copies,
    toCopy(folder, { name: FOLDER, label: LABEL, files: [[LABEL, label], ...readModules(dist)] }),
  ];
}

/** Without their maps. */
function readModules(dist: string): [string, string][] {
  const names = readdirSync(join(dist, "page")).filter((name) => name.endsWith(".js"));
  return names.map((name) => [
    `${FOLDER}/${name}`,
    withoutMap(readFileSync(join(dist, "page", name), "utf8")),
  ]);
}

function withoutMap(code: string): string {
  return code.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, "\n");
}

interface Wanted extends Pick<Copy, "files"> {
  readonly name: string;
  /** The file whose first line says the version. */
  readonly label: string;
}

function toCopy(folder: string, { name, label, files }: Wanted): Copy {
  const path = join(folder, name);
  if (!existsSync(path)) return { path, files, state: "missing", version: undefined };
  const version = readLabel(join(folder, label));
  if (version === undefined) return { path, files, state: "foreign", version };
  const isCurrent = files.every(([file, content]) => readText(join(folder, file)) === content);
  return { path, files, version, state: isCurrent && !hasMore(path, files.length) ? "current" : "outdated" };
}

/** The version in the first line of our files: `/*! tabserve 1.2.3 *\/`. */
function readLabel(file: string): string | undefined {
  return /^\/\*! tabserve (\S+) \*\/\n/.exec(readText(file) ?? "")?.[1];
}

function readText(file: string): string | undefined {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, "utf8") : undefined;
}

/** Files of an older version have other names. */
function hasMore(path: string, count: number): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length > count;
}

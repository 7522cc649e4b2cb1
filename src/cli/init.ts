import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Copy, findCopies } from "./copies.js";
import type { Ending, Package } from "./run.js";

/** What `tabserve init` may be told. */
export interface InitOptions extends Package {
  readonly modules: boolean;
  readonly check: boolean;
  readonly force: boolean;
}

/** Copies the worker into a folder, or checks the copy that is there. Does nothing when it is up to date. */
export function init(folder: string, options: InitOptions): Ending {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    return fail([
      `There is no folder ${folder}: create it, or name the one whose files your site serves as they are (often public/ or static/).`,
    ]);
  const copies = findCopies(folder, options);
  const foreign = copies.filter(({ state }) => state === "foreign");
  if (foreign.length > 0 && !options.force) return fail(foreign.map(toForeign));
  return options.check ? check(copies, folder, options) : write(copies, folder, options);
}

function check(copies: readonly Copy[], folder: string, { version, modules }: InitOptions): Ending {
  const outdated = copies.filter(({ state }) => state !== "current");
  if (outdated.length === 0)
    return { text: copies.map((copy) => toCurrent(copy, version)).join("\n"), code: 0 };
  const remedy = `Run: npx tabserve init ${folder}${modules ? " --modules" : ""}`;
  return fail([...outdated.map((copy) => toOutdated(copy, version)), remedy]);
}

function write(copies: readonly Copy[], folder: string, { version, modules }: InitOptions): Ending {
  const outdated = copies.filter(({ state }) => state !== "current");
  if (outdated.length === 0)
    return { text: copies.map((copy) => toCurrent(copy, version)).join("\n"), code: 0 };
  for (const { path, files } of outdated) {
    rmSync(path, { recursive: true, force: true });
    for (const [name, content] of files) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
  const lines = outdated.map(({ path }) => `${path} is that of tabserve ${version} now.`);
  return { text: [...lines, "", toNextSteps(folder, modules)].join("\n"), code: 0 };
}

function toNextSteps(folder: string, modules: boolean): string {
  const command = `npx tabserve init ${folder}${modules ? " --modules" : ""}`;
  const specifier = modules ? "./tabserve/index.js" : "tabserve";
  return `Next:
- In a page's module: import { connect } from "${specifier}"; const api = await connect();
  It looks for the worker at /tabserve-worker.js; for a site in a sub-folder say where:
  connect({ worker: new URL("tabserve-worker.js", document.baseURI) })
- After every update of tabserve: ${command}
- In CI: ${command} --check`;
}

const toCurrent = ({ path }: Copy, version: string) => `${path} is that of tabserve ${version}.`;

const toForeign = ({ path }: Copy) =>
  `${path} is there and is not Tabserve's; move it away, or replace it with --force.`;

const toOutdated = ({ path, state, version: found }: Copy, version: string) =>
  state === "missing"
    ? `${path} is missing.`
    : `${path} is not that of tabserve ${version}, which is installed${found ? `; its first line says ${found}` : ""}.`;

function fail(lines: readonly string[]): Ending {
  return { text: lines.join("\n"), code: 1 };
}

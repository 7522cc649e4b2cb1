import { readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { join } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { parseSync, transformWithOxc, Visitor } from "vite";
import { describe, expect, test } from "vitest";

/** Files of `src` that the worker may import, and folders of them. */
const SHARED = [
  "src/protocol.ts",
  "src/route.ts",
  "src/names.ts",
  "src/errors.ts",
  "src/repeat.ts",
  "src/flow.ts",
  "src/worker-life.ts",
  "src/conventions/",
  "src/host/",
];

/** Folders that run anywhere: in a page, a worker or a process. */
const PURE = ["src/conventions/", "src/host/"];

/** What users can import. */
const PUBLIC = ["src/index.ts", "src/request.ts"];

/** Programs that the playground offers as text; none of its modules. */
const EXAMPLES = "src/playground/gallery/examples/";

/** Files of `src` that answer calls, in a page or in a worker that has services of its own; the ready-made worker has none. */
const ANSWERING = [
  "src/activations/",
  "src/bad-service.ts",
  "src/conventional-service.ts",
  "src/cookie-warning.ts",
  "src/execution.ts",
  "src/executions.ts",
  "src/failed-worker.ts",
  "src/invoke-by-name.ts",
  "src/open-calls.ts",
  "src/provider.ts",
  "src/random-id.ts",
  "src/recording.ts",
  "src/service-config.ts",
  "src/service-definition.ts",
  "src/service-info.ts",
  "src/service-type.ts",
  "src/service.ts",
];

/** What ties code to a page, a worker or the network. `Response`, `Headers`, `Blob`, `URL` and their like do not. */
const PLATFORM_GLOBALS = [
  ...["globalThis", "window", "self", "document", "navigator", "location", "history", "clients", "caches"],
  ...["console", "crypto", "fetch", "localStorage", "sessionStorage", "indexedDB", "postMessage"],
  ...["addEventListener", "removeEventListener", "importScripts", "XMLHttpRequest", "WebSocket"],
];

/** Workers without services of their own. */
const READY_MADE = ["sw/entry.ts", "sw/playground.ts"];

interface Import {
  /** As written. */
  readonly specifier: string;
  /** The file meant, as `src/a.ts`; undefined for a package. */
  readonly file: string | undefined;
  readonly kind: "static" | "dynamic" | "type";
}

/** A source file and what it imports. */
interface Module {
  readonly file: string;
  readonly source: string;
  readonly imports: readonly Import[];
  readonly hasDefaultExport: boolean;
}

type Modules = ReadonlyMap<string, Module>;

/** Every breach of the import rules, as a sentence. Knows the files by their path, as `src/a.ts`. */
async function findViolations(sources: Readonly<Record<string, string>>): Promise<string[]> {
  const modules = new Map(Object.entries(sources).map(([file, source]) => [file, parseModule(file, source)]));
  const perModule = [...modules.values()].flatMap((module) => [
    ...findForm(module),
    ...findBoundaries(module),
    ...findUnshared(module, modules),
  ]);
  return [...perModule, ...(await findImpure(modules)), ...findCycles(modules)];
}

function parseModule(file: string, source: string): Module {
  const { program, module } = parseSync(file, source);
  const imports: Import[] = [];
  const add = (specifier: unknown, kind: Import["kind"]) => {
    if (typeof specifier === "string") imports.push({ specifier, kind, file: toFile(file, specifier) });
  };
  // `import { type A } from` counts as static: with verbatimModuleSyntax the import itself stays.
  const toKind = (kind: "type" | "value" | null | undefined) => (kind === "type" ? "type" : "static");
  new Visitor({
    ImportDeclaration: ({ source, importKind }) => add(source.value, toKind(importKind)),
    ExportNamedDeclaration: ({ source, exportKind }) => add(source?.value, toKind(exportKind)),
    ExportAllDeclaration: ({ source, exportKind }) => add(source.value, toKind(exportKind)),
    ImportExpression: ({ source }) => add("value" in source ? source.value : undefined, "dynamic"),
    TSImportType: ({ source }) => add(source.value, "type"),
  }).visit(program);
  const hasDefaultExport = module.staticExports
    .flatMap(({ entries }) => entries)
    .some(({ exportName }) => exportName.kind === "Default" || exportName.name === "default");
  return { file, source, imports, hasDefaultExport };
}

function toFile(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  return join(dirname(from), specifier).replace(/\.js$/, ".ts");
}

function findForm({ file, imports, hasDefaultExport }: Module): string[] {
  // What only Vite understands is for the playground alone: a package's code runs without Vite.
  const isPlain = (specifier: string) =>
    specifier.endsWith(".js") || (isPlayground(file) && /\.css$|\?(raw|url)$/.test(specifier));
  return [
    ...(hasDefaultExport ? [`${file} has a default export`] : []),
    ...imports
      .filter((own) => own.file && !isPlain(own.specifier))
      .map(({ specifier }) => `${file} imports ${specifier}: write it with .js`),
  ];
}

function findBoundaries({ file, imports }: Module): string[] {
  return imports.flatMap(({ specifier, file: target }) => {
    const breach = (rule: string) => [`${file} imports ${specifier}: ${rule}`];
    if (file === "src/protocol.ts") return breach("the protocol imports nothing");
    if (!target) return [];
    if (file.startsWith("src/") && target.startsWith("sw/")) return breach("src never imports sw");
    if (isPlayground(file) && !isPlayground(target) && !PUBLIC.includes(target))
      return breach("the playground imports the library by its public entries only");
    if (!isPlayground(file) && isPlayground(target)) return breach("nothing imports the playground");
    if (!isTool(file) && isTool(target)) return breach("pages and workers import nothing that runs in Node");
    return [];
  });
}

/** What the worker imports from `src`, directly or through shared files, and may not. */
function findUnshared({ file, imports }: Module, modules: Modules): string[] {
  if (!file.startsWith("sw/")) return [];
  const own = imports.flatMap(({ file }) => file ?? []);
  const shared = reach(READY_MADE, modules).has(file) ? SHARED : [...SHARED, ...ANSWERING];
  return [...new Set([...own, ...reach(own, modules)])]
    .filter((target) => target.startsWith("src/") && !shared.some((one) => target.startsWith(one)))
    .map((target) => `${file} reaches ${target}: sw imports only the shared files of src`);
}

/** What is pure and everything that runs with it. */
async function findImpure(modules: Modules): Promise<string[]> {
  const pure = [...modules.keys()].filter((file) => PURE.some((folder) => file.startsWith(folder)));
  const violations: string[] = [];
  for (const file of reach(pure, modules)) {
    const module = modules.get(file);
    if (!module) continue;
    const packages = module.imports.filter(({ specifier }) => /^(comlink|workbox-)/.test(specifier));
    const used = [...packages.map(({ specifier }) => specifier), ...(await findGlobals(module))];
    violations.push(...used.map((name) => `${file} uses ${name}: conventions and the host are pure`));
  }
  return violations;
}

/** Lets the compiler replace each global by a mark, as it alone knows which names are local. */
async function findGlobals({ file, source }: Module): Promise<string[]> {
  const marks = Object.fromEntries(PLATFORM_GLOBALS.map((name) => [name, `__global_${name}`]));
  const { code } = await transformWithOxc(source, file, { define: marks });
  return PLATFORM_GLOBALS.filter((name) => new RegExp(`\\b__global_${name}\\b`).test(code));
}

/** The files and all that they load when they run. */
function reach(files: readonly string[], modules: Modules): Set<string> {
  const reached = new Set(files);
  for (const file of reached) {
    for (const { kind, file: target } of modules.get(file)?.imports ?? [])
      if (target && kind !== "type") reached.add(target);
  }
  return reached;
}

/** Circles of static imports: what stands first in one may find the others not yet evaluated. */
function findCycles(modules: Modules): string[] {
  const cycles = new Set<string>();
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) cycles.add([...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file) || path.includes(file)) return;
    for (const { kind, file: target } of modules.get(file)?.imports ?? [])
      if (target && kind === "static") visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of modules.keys()) visit(file, []);
  return [...cycles].map((cycle) => `import cycle: ${cycle}`);
}

function isPlayground(file: string): boolean {
  return file.startsWith("src/playground/");
}

/** What runs in Node. */
function isTool(file: string): boolean {
  return /^src\/(vite|cli|playwright)\//.test(file);
}

function readSources(): Record<string, string> {
  const root = resolve(fileURLToPath(import.meta.url), "../..");
  const files = ["src", "sw"].flatMap((folder) =>
    readdirSync(resolve(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      join(folder, file.replaceAll("\\", "/")),
    ),
  );
  const sources = files.filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith(EXAMPLES),
  );
  return Object.fromEntries(sources.map((file) => [file, readFileSync(resolve(root, file), "utf8")]));
}

test("src and sw keep the import rules", async () => {
  const sources = readSources();
  expect(Object.keys(sources)).toContain("src/protocol.ts");
  expect(Object.keys(sources)).toContain("sw/entry.ts");
  expect(await findViolations(sources)).toEqual([]);
});

describe("a breach is found:", () => {
  test.each([
    ["src/protocol.ts", 'import type { A } from "./a.js";', "the protocol imports nothing"],
    ["src/protocol.ts", 'export * from "comlink";', "the protocol imports nothing"],
    ["src/a.ts", 'import { b } from "../sw/b.js";', "src never imports sw"],
    ["src/a.ts", 'const load = () => import("../sw/b.js");', "src never imports sw"],
    ["src/a.ts", 'type B = import("../sw/b.js").B;', "src never imports sw"],
    ["sw/a.ts", 'import type { B } from "../src/connect.js";', "sw imports only the shared files of src"],
    ["src/conventions/a.ts", 'import type { Remote } from "comlink";', "conventions and the host are pure"],
    [
      "src/conventions/a.ts",
      'import { Route } from "workbox-routing/Route.js";',
      "conventions and the host are pure",
    ],
    ["src/host/a.ts", "export const a = () => navigator.locks;", "conventions and the host are pure"],
    ["src/conventions/a.ts", "export const a = () => location.href;", "conventions and the host are pure"],
    ["src/conventions/a.ts", "export const a = { fetch };", "conventions and the host are pure"],
    ["src/conventions/a.ts", "export const a = typeof window;", "conventions and the host are pure"],
    [
      "src/playground/a.ts",
      'import { b } from "../connect.js";',
      "imports the library by its public entries only",
    ],
    ["src/a.ts", 'import { b } from "./playground/b.js";', "nothing imports the playground"],
    ["src/a.ts", 'import { tabserve } from "./vite/index.js";', "import nothing that runs in Node"],
    ["src/a.ts", "export default 1;", "has a default export"],
    ["src/a.ts", "const a = 1; export { a as default };", "has a default export"],
    ["src/a.ts", 'import { b } from "./b";', "write it with .js"],
    ["src/a.ts", 'import { b } from "./b.ts";', "write it with .js"],
    ["src/a.ts", 'import "./a.css";', "write it with .js"],
  ])("%s: %s", async (file, source, rule) => {
    expect(await findViolations({ [file]: source })).toEqual([expect.stringContaining(rule)]);
  });

  test("the worker reaches what is not shared through what is", async () => {
    const sources = {
      "sw/a.ts": 'import { route } from "../src/route.js";',
      "src/route.ts": 'export { route } from "./connect.js";',
    };
    expect(await findViolations(sources)).toEqual([
      "sw/a.ts reaches src/connect.ts: sw imports only the shared files of src",
    ]);
  });

  test("the ready-made worker reaches what answers calls", async () => {
    const sources = {
      "sw/entry.ts": 'import { host } from "./host.js";',
      "sw/host.ts": 'import { answer } from "../src/provider.js";',
      "src/provider.ts": "export const answer = 1;",
    };
    expect(await findViolations(sources)).toEqual([
      "sw/entry.ts reaches src/provider.ts: sw imports only the shared files of src",
      "sw/host.ts reaches src/provider.ts: sw imports only the shared files of src",
    ]);
  });

  test("a convention reaches a global through another file", async () => {
    const sources = {
      "src/conventions/a.ts": 'import { log } from "../log.js";',
      "src/log.ts": "export const log = () => console.log(1);",
    };
    expect(await findViolations(sources)).toEqual([
      "src/log.ts uses console: conventions and the host are pure",
    ]);
  });

  test("three files import each other in a circle", async () => {
    const sources = {
      "src/a.ts": 'import "./b.js";',
      "src/b.ts": 'export * from "./c.js";',
      "src/c.ts": 'import { type A } from "./a.js";',
    };
    expect(await findViolations(sources)).toEqual([
      "import cycle: src/a.ts → src/b.ts → src/c.ts → src/a.ts",
    ]);
  });
});

describe("allowed is:", () => {
  test.each([
    ["src/conventions/a.ts", "export const toUrl = (location: URL) => new URL(location.href);"],
    ["src/conventions/a.ts", "export const a = (app: { fetch(r: Request): Response }) => app.fetch;"],
    ["src/conventions/a.ts", "export const a = { location: new Headers(), 'fetch': new Blob([]) };"],
    ["src/conventions/a.ts", "export type Page = typeof window; // console.log(location)"],
    ["sw/a.ts", 'import { a } from "../src/conventions/hypha/a.js"; import "workbox-routing";'],
    [
      "src/playground/a.ts",
      'import { connect } from "../index.js"; import { EditorView } from "codemirror";',
    ],
    ["src/playground/a.ts", 'import "./style.css"; import { b } from "./b.js";'],
    ["src/vite/a.ts", 'import { build } from "vite"; import type { B } from "../b.js"; import "./c.js";'],
    ["sw/host.ts", 'import { answer } from "../src/provider.js";'],
  ])("%s: %s", async (file, source) => {
    expect(await findViolations({ [file]: source })).toEqual([]);
  });

  test("a circle of types or of dynamic imports", async () => {
    const sources = {
      "src/a.ts": 'import type { B } from "./b.js"; const load = () => import("./b.js");',
      "src/b.ts": 'import { a } from "./a.js";',
    };
    expect(await findViolations(sources)).toEqual([]);
  });
});

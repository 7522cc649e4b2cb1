import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import filePlugin from "@size-limit/file";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import sizeLimit from "size-limit";
import { BUDGETS, findLoaded, type Scripts } from "../../build/sizes.js";
import { ROOT } from "../../build/source.js";
import { buildLibrary, OUT } from "../build.js";
import { expect, INSTALLED, PACKED, test } from "./app.js";

const PACKAGE = join(INSTALLED, "node_modules/tabserve");

test("publint finds nothing to complain about", async () => {
  const { messages, pkg } = await publint({ pkgDir: PACKAGE, pack: false });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

test("the types of every entry are found by whoever can import it", async () => {
  // CommonJS can import() ES modules, which the package has only; the worker is a script, no module.
  const options = ["--profile", "esm-only", "--exclude-entrypoints", "./tabserve-worker.js"];
  const { code, text } = await run("@arethetypeswrong/cli/dist/index.js", [PACKED, ...options]);
  expect(code, text).toBe(0);
});

test("the API's documentation is made without a warning", async () => {
  const typedoc = "../.ci/api-docs/node_modules/typedoc/bin/typedoc";
  const { code, text } = await run(typedoc, ["--options", ".ci/api-docs/typedoc.json"]);
  expect(code, text).toBe(0);
});

test("has what users need, and nothing of its making", () => {
  const files = readdirSync(PACKAGE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(PACKAGE.length + 1));
  const outside = files.filter((file) => !file.startsWith("dist/")).sort();
  expect(outside).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
  expect(files.filter((file) => !/\.(js|js\.map|d\.ts|md|json|txt)$/.test(file))).toEqual(["LICENSE"]);
  const unmapped = files.filter((file) => file.endsWith(".js") && !files.includes(`${file}.map`));
  expect(unmapped).toEqual(["dist/page/index.js"]); // names only
  const { dependencies } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  expect(dependencies).toBeUndefined();
});

test("gives a worker all that it needs in one file, since none can load another later", () => {
  expect(readFileSync(join(PACKAGE, "dist/worker/worker.js"), "utf8")).not.toMatch(/\bimport\b *\(/);
});

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
test("stays within its budgets", async ({}, info) => {
  await buildLibrary();
  const scripts = readScripts(OUT);
  const entry = findLoaded("/lib/tabserve.js", scripts);
  const services = findLoaded("/lib/services.js", scripts);
  const page = [...scripts.keys()].filter((path) => path.startsWith("/lib/") && path !== "/lib/request.js");
  const meanwhile = ["/lib/link.js", "/lib/downloads.js"].flatMap((path) => [...findLoaded(path, scripts)]);
  const connect = new Set([...entry, ...meanwhile]);
  const parts = {
    entry: [...entry],
    connect: [...connect],
    worker: ["/tabserve-worker.js"],
    services: [...services].filter((path) => !connect.has(path)),
    page,
    host: ["/../../dist/worker/worker.js"],
  } satisfies Partial<Record<keyof typeof BUDGETS, readonly string[]>>;
  const checks = Object.values(parts).map((paths) => ({
    gzip: true,
    files: paths.map((path) => join(OUT, path)),
  }));
  const sizes = (await sizeLimit([filePlugin], { checks })) as { size: number }[];
  const names = Object.keys(parts) as (keyof typeof parts)[];
  const rows = names.map((name, i) => ({ name, limit: BUDGETS[name], size: sizes[i]?.size ?? Infinity }));
  info.annotations.push({
    type: "gzipped bytes",
    description: rows.map(({ name, size }) => `${name} ${size}`).join(", "),
  });
  expect(rows.filter(({ size, limit }) => size > limit)).toEqual([]);
});

/** By path from the folder on. */
function readScripts(folder: string): Scripts {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".js"),
  );
  return new Map(names.map((name) => [`/${name}`, readFileSync(join(folder, name), "utf8")]));
}

/** Runs a script of the repository's packages; resolves to what it printed, also when it fails. */
async function run(script: string, args: readonly string[]): Promise<{ code: number; text: string }> {
  const file = resolve(ROOT, "node_modules", script);
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [file, ...args], { cwd: ROOT });
    return { code: 0, text: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, text: stdout + stderr };
  }
}

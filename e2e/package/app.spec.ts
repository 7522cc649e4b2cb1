import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { BUDGETS, findLoaded, toGzippedSize } from "../../build/sizes.js";
import { ROOT } from "../../build/source.js";
import { type App, edit, expect, INSTALLED, test } from "./app.js";

const execute = promisify(execFile);

/** The newest compiler, as the app has it, and the last one that was written in JavaScript. */
const TSC_7 = join(INSTALLED, "node_modules/typescript/bin/tsc");
const TSC_6 = resolve(ROOT, ".ci/api-docs/node_modules/typescript/bin/tsc");

/** What a compiler says of an app. */
async function compile(tsc: string, folder: string, options: readonly string[]): Promise<string> {
  const args = [tsc, "-p", ".", "--pretty", "false", ...options];
  return (await execute(process.execPath, args, { cwd: folder }).catch((error) => error)).stdout;
}

const BUNDLER = ["--module", "esnext", "--moduleResolution", "bundler"];

for (const [name, tsc, options] of [
  ["TypeScript 7, as bundlers resolve", TSC_7, BUNDLER],
  ["TypeScript 7, as Node 16 does", TSC_7, ["--module", "node16", "--moduleResolution", "node16"]],
  ["TypeScript 7, as Node does now", TSC_7, ["--module", "nodenext", "--moduleResolution", "nodenext"]],
  ["TypeScript 6, as bundlers resolve", TSC_6, BUNDLER],
] as const)
  test(`the compiler finds no error in the app, nor in the package's types: ${name}`, async () => {
    expect(await compile(tsc, INSTALLED, options)).toBe("");
  });

test("the compiler refuses what the library would", async ({ app }) => {
  writeFileSync(
    join(app.folder, "src/wrong.ts"),
    'import { connect } from "tabserve";\nconnect({ workspace: 1 });\n',
  );
  expect(await compile(TSC_7, app.folder, BUNDLER)).toContain("src/wrong.ts(2,11): error TS2322");
});

test("Node can import every entry for pages, and connect says that there is no page", async () => {
  const code = `
    await import("tabserve/request");
    const { connect } = await import("tabserve");
    await connect().catch(({ name, code, message }) => console.log([name, code, message].join("\\n")));`;
  const { stdout } = await execute(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: INSTALLED,
  });
  expect(stdout.split("\n")).toEqual([
    "TabserveError",
    "no-page",
    expect.stringContaining("call it in code that runs in the browser's page only"),
    "",
  ]);
});

test("a build for a server has the same default and no worker", async ({ app }) => {
  const outDir = await app.build({ build: { ssr: "src/functions.ts" }, ssr: { noExternal: ["tabserve"] } });
  expect(readdirSync(outDir)).not.toContain("tabserve-worker.js");
  const { stderr } = await execute(process.execPath, [join(outDir, "functions.js")]).catch((error) => error);
  expect(stderr).toContain("[TabserveError]: connect() was called where there is no page");
});

test("its page grows by at most 6,000 bytes, gzipped", async ({ app }, info) => {
  const grown = await measure(app); // with 0.8 kB of Vite's own, which every app gets that loads anything later
  writeFileSync(join(app.folder, "src/functions.ts"), "export {};\n");
  const growth = grown - (await measure(app));
  info.annotations.push({ type: "gzipped bytes", description: String(growth) });
  expect(growth).toBeGreaterThan(3_000);
  expect(growth).toBeLessThanOrEqual(BUDGETS.entry);
});

/** Of all that the built page loads before it runs. */
async function measure(app: App): Promise<number> {
  const outDir = await app.build();
  const read = (file: string) => readFileSync(join(outDir, file), "utf8");
  const names = readdirSync(join(outDir, "assets")).map((name) => `/assets/${name}`);
  const scripts = new Map(names.map((name) => [name, read(name)]));
  const [, entry = ""] = /<script [^>]*src="([^"]+)"/.exec(read("index.html")) ?? [];
  return toGzippedSize(findLoaded(entry, scripts), scripts);
}

test("its own worker has nothing of what services in a worker need, unless it has such services", async ({
  app,
}) => {
  const code = 'import { createPageHost } from "tabserve/worker";\ncreatePageHost().listen();\n';
  writeFileSync(join(app.folder, "src/worker.ts"), code);
  edit(app, "vite.config.ts", (config) =>
    config.replace("tabserve()", 'tabserve({ worker: "src/worker.ts" })'),
  );
  const outDir = await app.build();
  const scripts = new Map([["worker", readFileSync(join(outDir, "tabserve-worker.js"), "utf8")]]);
  expect(toGzippedSize(["worker"], scripts)).toBeLessThanOrEqual(BUDGETS.pageHost);
});

test("tabserve init copies the worker of the installed version, and finds a copy that is not", async () => {
  const folder = mkdtempSync(join(dirname(INSTALLED), "public-"));
  const bin = join(INSTALLED, "node_modules/.bin/tabserve");
  await execute(bin, ["init", folder]);
  const copy = readFileSync(join(folder, "tabserve-worker.js"), "utf8");
  expect(copy).toBe(readFileSync(join(INSTALLED, "node_modules/tabserve/dist/tabserve-worker.js"), "utf8"));
  await execute(bin, ["init", folder, "--check"]);
  writeFileSync(join(folder, "tabserve-worker.js"), copy.replace(/tabserve \S+/, "tabserve 0.0.1"));
  const error = await execute(bin, ["init", folder, "--check"]).catch((error) => error);
  expect(error.code).toBe(1);
  expect(error.stderr).toContain("its first line says 0.0.1.\nRun: npx tabserve init");
});

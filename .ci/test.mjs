// npm test: everything, or the named parts. Ends with one line for all: "N passed, N failed".
// npm test -- [check] [unit] [browser] [package] [conformance]

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endWithNpm, run, runNpm } from "./child.mjs";
import { countPlaywright, countVitest, format, formatEngines, sum, toFailure } from "./counts.mjs";
import { installBrowsers, installPackages, installWebKit, ROOT } from "./install.mjs";

const PARTS = { check, unit, browser, package: runPackage, conformance };

endWithNpm();
const reports = mkdtempSync(join(tmpdir(), "tabserve-test-"));
const counts = await testAll(process.argv.slice(2));
rmSync(reports, { recursive: true });
console.log(format(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;

async function testAll(args) {
  const names = args.length > 0 ? args : Object.keys(PARTS);
  try {
    const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
    if (unknown) throw new Error(`No tests named ${unknown}. There are: ${Object.keys(PARTS).join(", ")}.`);
    process.chdir(ROOT);
    await installPackages();
  } catch (error) {
    return toFailure("set-up", error.message);
  }
  const parts = [];
  for (const name of names) parts.push(await testPart(name));
  return sum(parts);
}

async function testPart(name) {
  try {
    return await PARTS[name]();
  } catch (error) {
    return toFailure(name, error.message);
  }
}

/** Types, lint and format: together one test. */
async function check() {
  const { code } = await runNpm(["run", "--silent", "check"], { minutes: 10 });
  if (code !== 0) throw new Error(`ended with code ${code}`);
  return { passed: 1, failed: 0, skipped: 0, failures: [] };
}

function unit() {
  return runVitest("unit", { config: ".ci/vitest.config.mjs", reporter: "default" });
}

async function browser() {
  await installBrowsers();
  return runPlaywright("browser");
}

/** What the registry would get, installed into a new app. */
async function runPackage() {
  await installBrowsers();
  return runPlaywright("package", "--config", "e2e/package");
}

/** The same cases in every engine, WebKitGTK among them; one line each. */
async function conformance() {
  await installBrowsers();
  await installWebKit();
  return runVitest("conformance", { config: "e2e/conformance/vitest.config.ts", reporter: "verbose" });
}

function runPlaywright(name, ...args) {
  const report = join(reports, `${name}.json`);
  return runReported(
    name,
    ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json", ...args],
    {
      minutes: 30,
      report,
      toCounts(json) {
        for (const line of formatEngines(json)) console.log(line);
        return countPlaywright(json);
      },
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    },
  );
}

function runVitest(name, { config, reporter }) {
  const report = join(reports, `${name}.json`);
  const reporters = [`--reporter=${reporter}`, "--reporter=json", `--outputFile.json=${report}`];
  return runReported(name, ["node_modules/vitest/vitest.mjs", "run", "--config", config, ...reporters], {
    minutes: 10,
    report,
    toCounts: countVitest,
  });
}

/** Believes the report and the exit code only when they agree, and neither when no test ran. */
async function runReported(name, args, { minutes, report, toCounts, env }) {
  const { code, output } = await run(process.execPath, args, { minutes, env });
  const end = output || `ended with code ${code}`;
  if (!existsSync(report)) throw new Error(`${end}, without a report`);
  const counts = toCounts(JSON.parse(readFileSync(report, "utf8")));
  if (counts.failed > 0) return counts;
  if (code === 0 && counts.passed > 0) return counts;
  return sum([counts, toFailure(name, code === 0 ? "no test ran" : `${end}, without a failed test`)]);
}

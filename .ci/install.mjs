// Installs what is missing and says so; prints nothing when all is there. Runs before node_modules exists.
// node .ci/install.mjs [--browsers]

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { run, runNpm } from "./child.mjs";
import { isInstalled } from "./lockfile.mjs";

export const ROOT = resolve(fileURLToPath(import.meta.url), "../..");

const APT = "/usr/bin/apt-get";

const DEBIAN_PACKAGES = { chromium: "chromium", firefox: "firefox-esr" };

const WEBKIT_PACKAGES = ["webkit2gtk-driver", "xvfb"];

/** Brings node_modules to what package-lock.json says. */
export async function installPackages() {
  checkNode();
  if (isInstalled(readJson("package-lock.json"), readJson("node_modules/.package-lock.json"))) return;
  console.log("Installing packages: npm ci");
  const { code, output } = await runNpm(["ci", "--include=dev", "--prefix", ROOT], {
    minutes: 10,
    isQuiet: true,
  });
  if (code === 0) return;
  throw new Error(
    `${output}\n\nnpm ci failed. It needs the npm registry: check the network, then run it again.`,
  );
}

/** Brings a browser for every engine of the suite. Needs the packages. */
export async function installBrowsers() {
  const module = await importTypeScript("e2e/browsers.ts");
  const findMissing = () => module.ENGINES.filter((engine) => !module.hasBrowser(engine));
  const failures = [];
  for (const install of [installFromDebian, installFromPlaywright]) {
    const missing = findMissing();
    if (missing.length === 0) return;
    const failure = await install(missing);
    if (failure) failures.push(failure);
  }
  const missing = findMissing();
  if (missing.length > 0) throw new Error(toAdvice(missing, failures));
}

/** Brings WebKitGTK where apt can; elsewhere its tests say why they are skipped. Needs the packages. */
export async function installWebKit() {
  const { webkitDriver } = await importTypeScript("e2e/conformance/webkit.ts");
  if (!webkitDriver.findObstacle()) return;
  const failure = await installDebianPackages("WebKitGTK", WEBKIT_PACKAGES);
  if (failure) console.log(failure);
}

async function importTypeScript(file) {
  const { NODE_ENV } = process.env;
  const { runnerImport } = await import("vite");
  const { module } = await runnerImport(resolve(ROOT, file), { root: ROOT, configFile: false });
  // Vite sets it to "development", which is not for the programs that are started from here: they build for production.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
  return module;
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Node ${process.versions.node} is too old. Install 20.19 or newer, then run this again.`);
}

function readJson(file) {
  const path = resolve(ROOT, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** Debian's browsers come from the same mirror as everything else there, so they can be had where Playwright's cannot. */
function installFromDebian(engines) {
  const packages = engines.map((engine) => DEBIAN_PACKAGES[engine]);
  return installDebianPackages(engines.join(", "), packages);
}

/** Resolves to what went wrong; to nothing also where there is no apt, or no right to use it. */
async function installDebianPackages(what, packages) {
  const root = existsSync(APT) && (await findRoot());
  if (!root) return undefined;
  console.log(`Installing ${what}: apt-get install ${packages.join(" ")}`);
  const apt = (...args) => {
    const [command, ...rest] = [...root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
    const options = ["-y", "-q", "-o", "Acquire::http::Timeout=20", "-o", "DPkg::Lock::Timeout=60"];
    return run(command, [...rest, ...options], { minutes: 10, isQuiet: true });
  };
  // A failed update need not matter: the lists may be there already.
  await apt("update");
  const { code, output } = await apt("install", "--no-install-recommends", ...packages);
  return code === 0 ? undefined : `apt-get install: ${toLastLine(output)}`;
}

async function installFromPlaywright(engines) {
  const canInstallLibraries = process.platform === "linux" && (await findRoot());
  const args = ["install", ...(canInstallLibraries ? ["--with-deps"] : []), ...engines];
  console.log(`Installing ${engines.join(", ")}: npx playwright ${args.join(" ")}`);
  const { code, output } = await run(
    process.execPath,
    [resolve(ROOT, "node_modules/@playwright/test/cli.js"), ...args],
    { minutes: 10, isQuiet: true, env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "10000" } },
  );
  return code === 0
    ? undefined
    : `playwright install: ${output.match(/Error: .*/)?.[0] ?? toLastLine(output)}`;
}

/** The words that make a command run as root without a question; undefined when there are none. */
async function findRoot() {
  if (process.getuid?.() === 0) return [];
  const { code } = await run("sudo", ["-n", "true"], { minutes: 1, isQuiet: true });
  return code === 0 ? ["sudo", "-n"] : undefined;
}

function toLastLine(output) {
  return output.split("\n").at(-1) ?? "";
}

function toAdvice(missing, failures) {
  const packages = missing.map((engine) => DEBIAN_PACKAGES[engine]).join(" ");
  return [
    `No ${missing.join(" and no ")} to run the browser tests in.`,
    ...failures.map((failure) => `  ${failure}`),
    "Install it in one of these ways, then run this again:",
    `  npx playwright install ${missing.join(" ")}`,
    ...(existsSync(APT) ? [`  sudo apt-get install ${packages}`] : []),
    "Without a browser there are `npm test -- check` and `npm test -- unit`.",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await installPackages();
    if (process.argv.includes("--browsers")) {
      await installBrowsers();
      await installWebKit();
    }
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

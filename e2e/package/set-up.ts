import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../../build/source.js";

/** Packs the package as for the registry, and installs it into a new app outside of the repository. */
export default async function setUp(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "tabserve-package-"));
  const app = join(folder, "app");
  cpSync(resolve(ROOT, "e2e/package/app"), app, { recursive: true });
  const npm = (args: readonly string[], cwd: string) => promisify(execFile)("npm", [...args], { cwd });
  const { stdout } = await npm(["pack", "--json", "--pack-destination", folder], ROOT);
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf("[\n")));
  const tools = ["vite", "typescript"].map((name) => `${name}@${readVersion(name)}`);
  await npm(
    ["install", "--prefer-offline", "--no-audit", "--no-fund", join(folder, filename), ...tools],
    app,
  );
  process.env.TABSERVE_PACKED = join(folder, filename);
  process.env.TABSERVE_APP = app;
  return () => rmSync(folder, { recursive: true, force: true });
}

/** The versions that the repository has: they were downloaded already. */
function readVersion(name: string): string {
  return JSON.parse(readFileSync(resolve(ROOT, "node_modules", name, "package.json"), "utf8")).version;
}

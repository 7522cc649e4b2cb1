import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The licences of the packages whose files are part of a build: they ask to go along. */
export function toNotices(files: readonly string[]): string {
  const folders = new Set(
    files.flatMap((file) => /.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  return [...folders]
    .sort()
    .map(toNotice)
    .join(`\n${"-".repeat(80)}\n\n`);
}

function toNotice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8"));
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"]
    .map((one) => resolve(folder, one))
    .find(existsSync);
  if (!file) throw new Error(`${folder} has no licence file to go along with its code`);
  return `${name} ${version} (${license})\n\n${readFileSync(file, "utf8").trim()}\n`;
}

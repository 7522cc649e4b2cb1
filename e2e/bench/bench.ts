/**
 * Compares a page's functions with the least that a service worker can do, and with what else there is. Ratios of one
 * round are comparable, milliseconds of two runs are not.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { dirname } from "node:path";
import { type BenchBrowser, launch } from "./browser.js";
import { type Options, parseOptions } from "./options.js";
import { openContenders, runRestarts, runRound, type Session, warmUp } from "./rounds.js";
import { buildScripts, type Site, startSite } from "./site.js";
import { toSizes } from "./sizes.js";
import { createShuffle } from "./statistics.js";
import { formatSizes, formatTable, formatTargets, toRows, toTargets } from "./summary.js";

export async function main(args: string[]): Promise<void> {
  const options = parseOptions(args);
  const scripts = await buildScripts();
  const site = await startSite(scripts);
  const browser = await launch(options.engine);
  try {
    const results = await runSessions(browser, site, options);
    const sizes = toSizes(scripts);
    const rows = toRows(results);
    const targets = toTargets(options.rows, rows, results, sizes);
    const machine = { cpu: cpus()[0]?.model, cores: cpus().length, load: loadavg() };
    const run = { date: new Date().toISOString(), browser: browser.version, machine, options };
    await writeJson(options.json, { run, targets, sizes, rows, results: toPlain(results) });
    console.log(
      [`${browser.version}: ratio (value); the base of a row is 1.00`, formatTable(rows)].join("\n\n"),
    );
    console.log(["", formatTargets(targets), "", formatSizes(sizes), "", options.json].join("\n"));
    if (options.isStrict && targets.some(({ isMet }) => !isMet)) process.exitCode = 1;
  } finally {
    await browser.close();
    await site.close();
  }
}

async function runSessions(browser: BenchBrowser, site: Site, options: Options): Promise<Session["results"]> {
  const session: Session = { options, shuffle: createShuffle(options.seed), results: new Map() };
  for (let i = 0; i < options.sessions; i++) {
    const { tabs, close } = await openContenders(browser, site, session);
    await warmUp(tabs);
    const end = performance.now() + (options.seconds * 1000) / options.sessions;
    for (let round = 0; performance.now() < end; round++) await runRound(tabs, round, session);
    if (browser.canKill && options.rows.includes("restart")) await runRestarts(tabs, session);
    await close();
  }
  return session.results;
}

function toPlain(results: Session["results"]): Record<string, Record<string, unknown>> {
  return Object.fromEntries([...results].map(([row, rounds]) => [row, Object.fromEntries(rounds)]));
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(value));
}

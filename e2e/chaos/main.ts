/** Chaos: everything ends at random, and everybody's requests end as docs/lifecycle.md promises. */
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { toLaunchOptions } from "../browsers.js";
import { type ChaosOptions, runChaos } from "./chaos.js";
import { formatResult } from "./summary.js";

/** @param args `--minutes n --seed n` @returns the exit code: 1 when a promise was not kept */
export async function main(args: string[]): Promise<number> {
  const options = parseOptions(args);
  console.log(`seed ${options.seed}`);
  const browser = await chromium.launch(toLaunchOptions("chromium"));
  try {
    const result = await runChaos(browser, options);
    console.log(formatResult(result));
    return result.violations.length > 0 ? 1 : 0;
  } finally {
    await browser.close();
  }
}

function parseOptions(args: string[]): ChaosOptions {
  const { values } = parseArgs({
    args,
    options: { minutes: { type: "string", default: "1" }, seed: { type: "string" } },
  });
  const seconds = Number(values.minutes) * 60;
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  if (!(seconds > 0)) throw new Error(`--minutes is ${values.minutes}; it must be a number above 0`);
  if (!Number.isInteger(seed)) throw new Error(`--seed is ${values.seed}; it must be a whole number`);
  return { seed, seconds };
}

import type { BenchBrowser, Tab } from "./browser.js";
import {
  CONTENDERS,
  type ContenderName,
  isSlow,
  MEASURES,
  type Measure,
  type MeasureName,
} from "./contenders.js";
import type { Options } from "./options.js";
import type { Site } from "./site.js";

/** What one contender showed in one round: durations in ms, or one number of requests per second. */
export type Round = readonly number[];

export type RowName = MeasureName | "restart";

/** Rounds by row and contender; the nth round of every contender of a row happened at the same time. */
export type Results = Map<RowName, Map<ContenderName, Round[]>>;

export type Tabs = ReadonlyMap<ContenderName, Tab>;

export interface Session {
  readonly options: Options;
  readonly shuffle: <T>(items: readonly T[]) => T[];
  readonly results: Results;
}

export function addRound(results: Results, row: RowName, [contender, round]: [ContenderName, Round]): void {
  const rounds = results.get(row) ?? new Map<ContenderName, Round[]>();
  results.set(row, rounds);
  rounds.set(contender, [...(rounds.get(contender) ?? []), round]);
}

/** Opens every contender's page, in any order, and makes sure that all answer alike. */
export async function openContenders(
  browser: BenchBrowser,
  site: Site,
  { shuffle }: Session,
): Promise<{ tabs: Tabs; close(): Promise<void> }> {
  const names = shuffle(CONTENDERS);
  const { tabs: opened, close } = await browser.openAll(names.map(site.toUrl));
  const tabs = new Map(opened.map((tab, i) => [names[i] as ContenderName, tab]));
  for (const tab of tabs.values()) {
    await tab.run("start");
    await tab.run("check");
  }
  return { tabs, close };
}

/** Nothing of this counts: code gets compiled, connections opened. */
export async function warmUp(tabs: Tabs): Promise<void> {
  for (const [name, tab] of tabs) {
    await tab.run("small", isSlow(name) ? 20 : 200);
    await tab.run("throughput", isSlow(name) ? 32 : 320, 32);
    await tab.run("unrelated", 20);
  }
}

/** Every contender in turn, one measure after the other. */
export async function runRound(tabs: Tabs, index: number, session: Session): Promise<void> {
  for (const row of Object.keys(MEASURES) as MeasureName[]) {
    const measure: Measure = MEASURES[row];
    if (index % measure.every !== 0 || !session.options.rows.includes(row)) continue;
    for (const name of session.shuffle(measure.contenders)) {
      const count = isSlow(name) ? measure.slowCount : measure.count;
      addRound(session.results, row, [name, await take(getTab(tabs, name), row, count)]);
    }
  }
}

async function take(tab: Tab, row: MeasureName, count: number): Promise<Round> {
  await tab.run("collectGarbage");
  return row === "throughput" ? [await tab.run("throughput", count, 32)] : tab.run(row, count);
}

/** From a dead worker to the first answer. */
export async function runRestarts(tabs: Tabs, { options, shuffle, results }: Session): Promise<void> {
  const contenders: ContenderName[] = ["floor", "tabserve", "tabserve-10000"];
  for (let i = 0; i < options.restarts; i++)
    for (const name of shuffle(contenders)) {
      const tab = getTab(tabs, name);
      await tab.kill();
      addRound(results, "restart", [name, [await tab.run("first")]]);
    }
}

function getTab(tabs: Tabs, name: ContenderName): Tab {
  const tab = tabs.get(name);
  if (!tab) throw new Error(`${name} has no page`);
  return tab;
}

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Engine } from "../browsers.js";
import { OUT } from "../build.js";
import { MEASURES } from "./contenders.js";
import type { RowName } from "./rounds.js";

export interface Options {
  readonly engine: Engine;
  /** Where the numbers go as JSON. */
  readonly json: string;
  /** A missed target fails the run. */
  readonly isStrict: boolean;
  /** Decides the order of the contenders in every round. */
  readonly seed: number;
  /** Times that every page is opened anew: which process and core a page got stays with it. */
  readonly sessions: number;
  /** Length of the rounds of all sessions together; a loaded machine gets fewer of them, not a longer run. */
  readonly seconds: number;
  /** What is measured, and held to its targets; default everything. */
  readonly rows: readonly RowName[];
  /** Times that each worker is killed, in each session. */
  readonly restarts: number;
}

/** @param args `--quick --strict --engine chromium|firefox --json path --rows a,b --seed n --sessions n --seconds n` */
export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      engine: { type: "string", default: "chromium" },
      json: { type: "string", default: resolve(OUT, "bench.json") },
      rows: { type: "string" },
      quick: { type: "boolean", default: false },
      seconds: { type: "string" },
      seed: { type: "string", default: "1" },
      sessions: { type: "string" },
      strict: { type: "boolean", default: false },
    },
  });
  const { engine, json, quick, strict } = values;
  if (engine !== "chromium" && engine !== "firefox")
    throw new Error(`--engine is ${engine}; it must be chromium or firefox`);
  return {
    engine,
    json: resolve(json),
    isStrict: strict,
    rows: toRowNames(values.rows),
    seed: Number(values.seed),
    sessions: Number(values.sessions ?? (quick ? 1 : 4)),
    seconds: Number(values.seconds ?? (quick ? 9 : 108)),
    restarts: quick ? 3 : 6,
  };
}

const ROWS = [...Object.keys(MEASURES), "restart"] as RowName[];

function toRowNames(list: string | undefined): RowName[] {
  const names = list?.split(",") ?? ROWS;
  const unknown = names.find((name) => !ROWS.includes(name as RowName));
  if (unknown !== undefined) throw new Error(`--rows has ${unknown}; there are ${ROWS.join(", ")}`);
  return names as RowName[];
}

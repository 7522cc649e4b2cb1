import { BUDGETS } from "../../build/sizes.js";
import { type ContenderName, LABELS, MEASURES, type Measure } from "./contenders.js";
import type { Results, Round, RowName } from "./rounds.js";
import type { Sizes } from "./sizes.js";
import { toMedian, toPercentile } from "./statistics.js";

/** One contender in one row. */
export interface Cell {
  readonly value: number;
  /** To the base of the row: the median of the rounds' ratios. */
  readonly ratio: number;
  /** Middle half of the rounds' ratios. */
  readonly spread: readonly [low: number, high: number];
  readonly rounds: number;
}

export interface Row {
  readonly label: string;
  readonly unit: "ms" | "req/s";
  readonly base: ContenderName;
  readonly cells: Partial<Record<ContenderName, Cell>>;
}

export interface Target {
  readonly label: string;
  readonly value: number;
  /** Middle half of the rounds. */
  readonly spread?: Cell["spread"];
  readonly limit: number;
  readonly isMet: boolean;
}

export type Rows = Partial<Record<RowName | "tail", Row>>;

type Statistic = (durations: Round) => number;

export function toRows(results: Results): Rows {
  const restart = { label: "first answer after a kill", unit: "ms", base: "floor" } as const;
  const rows: Rows = {};
  for (const [name, rounds] of results) {
    const measure: Pick<Measure, "label" | "unit" | "base"> = name === "restart" ? restart : MEASURES[name];
    rows[name] = toRow(measure, rounds, toMedian);
  }
  const small = results.get("small");
  if (!small) return rows;
  // A round is too short for a 99th percentile of its own.
  const whole = new Map([...small].map(([name, rounds]) => [name, [rounds.flat()]]));
  const label = "small GET, p99";
  rows.tail = toRow({ ...MEASURES.small, label }, whole, (all) => toPercentile(all, 0.99));
  return rows;
}

function toRow(
  { label, unit, base }: Pick<Measure, "label" | "unit" | "base">,
  rounds: ReadonlyMap<ContenderName, readonly Round[]>,
  statistic: Statistic,
): Row {
  const bases = (rounds.get(base) ?? []).map(statistic);
  const cells = [...rounds].map(([name, own]) => {
    const values = own.map(statistic);
    const ratios = values.map((value, i) => value / (bases[i] ?? Number.NaN));
    const spread = [toPercentile(ratios, 0.25), toPercentile(ratios, 0.75)];
    return [name, { value: toMedian(values), ratio: toMedian(ratios), spread, rounds: own.length }];
  });
  return { label, unit, base, cells: Object.fromEntries(cells) };
}

/** What the design promises of the rows that were asked for, and of sizes; what then has no number is missed. */
export function toTargets(asked: readonly RowName[], rows: Rows, results: Results, sizes: Sizes): Target[] {
  const between = (row: RowName, name: ContenderName, base: ContenderName) =>
    toRow({ label: "", unit: "ms", base }, results.get(row) ?? new Map(), toMedian).cells[name];
  const cellOf = (row: RowName) => rows[row]?.cells.tabserve;
  const unrecorded = between("small", "tabserve", "tabserve-unrecorded");
  const targets: Partial<Record<RowName, readonly Target[]>> = {
    small: [
      atMost("small GET p50, to the floor", cellOf("small"), 1.15),
      atMost("small GET p50, 10,000 functions to one", between("small", "tabserve-10000", "tabserve"), 1.05),
      atMost("small GET p50, with records to without", unrecorded, 1.03),
    ],
    throughput: [
      atLeast("requests/s, to the floor", cellOf("throughput"), 0.9),
      atLeast("requests/s, to MSW with one handler", between("throughput", "tabserve", "msw"), 2),
    ],
    unrelated: [atMost("unrelated fetch, to a page without a worker", cellOf("unrelated"), 1.05)],
    down: [atMost("16 MiB down, to the floor", cellOf("down"), 1.15)],
    streamDown: [atMost("64 MiB streamed down, to the floor", cellOf("streamDown"), 1.2)],
    streamUp: [atMost("64 MiB streamed up, to the floor", cellOf("streamUp"), 1.2)],
  };
  return [
    ...asked.flatMap((row) => targets[row] ?? []),
    atMost("worker, gzipped bytes", { ratio: sizes.worker }, BUDGETS.worker),
    atMost("page entry, gzipped bytes", { ratio: sizes.entry }, BUDGETS.entry),
  ];
}

type Measured = Pick<Cell, "ratio"> & Partial<Pick<Cell, "spread">>;

const NOT_MEASURED: Measured = { ratio: Number.NaN };

function atMost(label: string, { ratio: value, spread }: Measured = NOT_MEASURED, limit: number): Target {
  return { label: `${label} ≤ ${limit}`, value, limit, isMet: value <= limit, ...(spread && { spread }) };
}

function atLeast(label: string, { ratio: value, spread }: Measured = NOT_MEASURED, limit: number): Target {
  return { label: `${label} ≥ ${limit}`, value, limit, isMet: value >= limit, ...(spread && { spread }) };
}

/** Row by row, the ratio to its base (marked 1.00) and the absolute value. */
export function formatTable(rows: Rows): string {
  const names = Object.keys(LABELS) as ContenderName[];
  const { small, tail, throughput, unrelated, restart, ...bodies } = rows;
  const ordered = [small, tail, throughput, unrelated, ...Object.values(bodies), restart];
  const lines = ordered.flatMap((row) =>
    row ? [[`${row.label} [${row.unit}]`, ...names.map((name) => formatCell(row.cells[name]))]] : [],
  );
  const table = [["", ...names.map((name) => LABELS[name])], ...lines];
  const widths = (table[0] ?? []).map((_, i) => Math.max(...table.map((line) => line[i]?.length ?? 0)));
  const pad = (cell: string, i: number) =>
    i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
  return table.map((line) => line.map(pad).join("  ")).join("\n");
}

function formatCell(cell: Cell | undefined): string {
  return cell ? `${cell.ratio.toFixed(2)} (${toShort(cell.value)})` : "–";
}

function toShort(value: number): string {
  return value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0);
}

export function formatTargets(targets: readonly Target[]): string {
  return targets
    .map(({ label, value, spread, isMet }) => {
      const shown = value > 100 ? String(value) : value.toFixed(3);
      const range = spread ? spread.map((one) => one.toFixed(2)).join("–") : "";
      return [isMet ? "ok    " : "missed", shown.padStart(6), range.padEnd(10), label].join("  ");
    })
    .join("\n");
}

export function formatSizes({ worker, entry, lazy, mswWorker, mswPage }: Sizes): string {
  const later = Object.entries(lazy).map(([file, size]) => `${file} ${size}`);
  return [
    `gzipped bytes: worker ${worker}, page entry ${entry}; later ${later.join(", ")}`,
    `               MSW: worker ${mswWorker}, page ${mswPage}`,
  ].join("\n");
}

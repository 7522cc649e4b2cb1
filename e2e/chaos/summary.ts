import { toPercentile } from "../bench/statistics.js";
import type { ChaosResult, Rest } from "./chaos.js";
import { formatFootprint } from "./footprint.js";
import { countMoved, countUnacknowledged, toHistory, type Violation } from "./verdict.js";

/** Offending requests of each sort whose history is told. */
const TOLD = 2;

export function formatResult(result: ChaosResult): string {
  const { options, records, timeline, violations, middle, end } = result;
  const requests = [...records.requests.values()];
  const times = requests.flatMap(({ sentAt, ends: [end] }) => (end ? [end.at - sentAt] : []));
  const runs = [...records.runs.values()].reduce((sum, { length }) => sum + length, 0);
  const [p50, p99, most] = [0.5, 0.99, 1].map((p) => toPercentile(times, p).toFixed(0));
  return [
    `seed ${options.seed}, ${options.seconds} s`,
    `${requests.length} requests, ${runs} runs, ${countMoved(records)} GETs moved, ${countUnacknowledged(records, timeline)} polls got the answer before`,
    ...tally(requests.map(({ ends: [end] }) => (end ? `${end.status} ${end.code}`.trim() : "none"))),
    `done: ${tally(Object.entries(timeline.counts).flatMap(([name, n]) => Array<string>(n).fill(name))).join(", ")}`,
    `p50 ${p50} ms, p99 ${p99} ms, longest ${most} ms`,
    ...formatRest("middle", middle),
    ...formatRest("end", end),
    `${violations.length} violations`,
    ...tally(violations.map(toSort)),
    ...toExamples(violations).flatMap((violation) => formatViolation(violation, result)),
  ].join("\n");
}

/** What a violation has in common with others. */
function toSort({ key, what }: Violation): string {
  const kind = key.split("/")[1] ?? "";
  return `${kind} ${what.replace(/\d+/g, "n").replace(/: .*/s, "")}`.trim();
}

function toExamples(violations: readonly Violation[]): Violation[] {
  const told = new Map<string, number>();
  return violations.filter((violation) => {
    const count = (told.get(toSort(violation)) ?? 0) + 1;
    told.set(toSort(violation), count);
    return count <= TOLD;
  });
}

function tally(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${count} × ${name}`);
}

function formatRest(when: string, { locks, provider, caller, worker }: Rest): string[] {
  return [
    `${when}: ${locks.held} locks for ${locks.connections} connections, at most ${locks.mostPending} waiting for one`,
    `  provider ${formatFootprint(provider)}`,
    `  caller   ${formatFootprint(caller)}`,
    `  worker   ${formatFootprint(worker)}`,
  ];
}

function formatViolation({ key, what }: Violation, { records, timeline, options }: ChaosResult): string[] {
  if (key === "") return [`\n${what}`];
  const command = `npm run chaos -- --minutes ${options.seconds / 60} --seed ${options.seed}`;
  const other = /got the answer of (\S+)/.exec(what)?.[1];
  const related = other ? [`${other}:`, ...toHistory(other, records, timeline)] : [];
  return [`\n${key} ${what}`, ...toHistory(key, records, timeline), ...related, `again: ${command}`];
}

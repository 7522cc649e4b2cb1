import { formatCount, formatMilliseconds } from "../plot/format.js";
import type { NumbersTable } from "../plot/numbers-table.js";
import { summarize } from "../plot/percentiles.js";
import type { LoadRun } from "./load-run.js";

/** How far a load test is, in a sentence. */
export function describeProgress(run: LoadRun, now: number): string {
  const { samples, plan, rate, end, isCancelled } = run;
  const seconds = formatMilliseconds((end ?? now) - run.start);
  const done = `${samples.length.toLocaleString("en")} of ${formatCount(plan.calls, "call")}`;
  if (isCancelled) return `Cancelled after ${seconds}: ${done}.`;
  if (end !== undefined)
    return `Done in ${seconds}: ${formatCount(plan.calls, "call")}, ${run.failures.toLocaleString("en")} failed.`;
  return `${done}, ${Math.round(rate).toLocaleString("en")} a second`;
}

/** A number with its name. */
export interface Figure {
  readonly title: string;
  readonly value: string;
}

/** What a load test comes to; none before the first call has ended. */
export function listFigures({ samples, rate, failures }: LoadRun): Figure[] {
  const summary = summarize(samples.map(({ milliseconds }) => milliseconds));
  if (!summary) return [];
  const { p50, p95, p99, most } = summary;
  return [
    {
      title: "calls a second",
      value: rate < 99.95 ? rate.toFixed(1) : Math.round(rate).toLocaleString("en"),
    },
    { title: "p50", value: formatMilliseconds(p50) },
    { title: "p95", value: formatMilliseconds(p95) },
    { title: "p99", value: formatMilliseconds(p99) },
    { title: "slowest", value: formatMilliseconds(most) },
    { title: "failed", value: failures.toLocaleString("en") },
  ];
}

/** How many calls ended how, the most frequent first. */
export function toEndingsTable({ endings, samples }: LoadRun): NumbersTable {
  const rows = [...endings]
    .sort(([, a], [, b]) => b - a)
    .map(([ending, count]) => [
      /^\d+$/.test(ending) ? ending : `no answer: ${ending}`,
      count.toLocaleString("en"),
      `${((count / samples.length) * 100).toFixed(1)} %`,
    ]);
  return { caption: "By status", columns: ["Status", "Calls", "Share"], rows };
}

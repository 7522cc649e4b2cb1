import { formatCount, formatMilliseconds } from "./format.js";
import { type Histogram, type HistogramOptions, toHistogram } from "./histogram.js";
import { summarize } from "./percentiles.js";
import type { PlotData } from "./plot-data.js";
import type { Sample } from "./sample.js";

/** How many calls took how long. */
export interface Distribution extends PlotData {
  readonly histogram: Histogram;
}

/** `undefined` when there are no samples. */
export function toDistribution(
  samples: readonly Sample[],
  options: HistogramOptions = {},
): Distribution | undefined {
  const values = samples.map(({ milliseconds }) => milliseconds);
  const summary = summarize(values);
  const histogram = toHistogram(values, options);
  if (!summary || !histogram) return undefined;
  const { bins, beyond } = histogram;
  const { count, p50, p95, p99, most } = summary;
  const tail = beyond > 0 ? `; ${beyond} beyond the end` : "";
  return {
    histogram,
    x: bins.map(({ from }) => from),
    series: [bins.map((bin) => bin.count || null)],
    range: [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1],
    summary: `${formatCount(count, "call")}: p50 ${formatMilliseconds(p50)}, p95 ${formatMilliseconds(p95)}, p99 ${formatMilliseconds(p99)}, slowest ${formatMilliseconds(most)}${tail}`,
    marks: [
      { value: p50, title: "p50" },
      { value: p95, title: "p95" },
      { value: p99, title: "p99" },
    ],
  };
}

/** `2–4 ms: 31 calls` */
export function describeBin({ bins }: Histogram, index: number): string {
  const bin = bins[index];
  if (!bin) return "";
  return `${Number(bin.from.toPrecision(6))}–${Number(bin.to.toPrecision(6))} ms: ${formatCount(bin.count, "call")}`;
}

import { formatCount, formatMilliseconds } from "./format.js";
import type { PlotData } from "./plot.js";
import { toRates } from "./rates.js";
import type { Sample } from "./sample.js";

/** How the seconds of a plot are counted: as time of day, or since a test began (epoch milliseconds). */
export interface TimelineOptions {
  readonly since?: number;
}

/** How long each call took, by the time it began: answers, and failures apart. `undefined` when there are no samples. */
export function toTimeline(
  samples: readonly Sample[],
  { since = 0 }: TimelineOptions = {},
): PlotData | undefined {
  const ordered = samples.toSorted((a, b) => a.time - b.time);
  const x = ordered.map(({ time }) => (time - since) / 1000);
  const [first, last] = [x[0], x.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const failed = ordered.filter(({ isFailed }) => isFailed).length;
  const slowest = ordered.reduce((a, b) => (b.milliseconds > a.milliseconds ? b : a));
  return {
    x,
    series: [
      ordered.map(({ milliseconds, isFailed }) => (isFailed ? null : milliseconds)),
      ordered.map(({ milliseconds, isFailed }) => (isFailed ? milliseconds : null)),
    ],
    range: widen(first, last),
    summary: `${formatCount(ordered.length, "call")} in ${formatMilliseconds((last - first) * 1000)}, ${failed} failed; slowest ${formatMilliseconds(slowest.milliseconds)}`,
  };
}

/** How many calls began in each second. `undefined` when there are no samples. */
export function toThroughput(
  samples: readonly Sample[],
  { since = 0 }: TimelineOptions = {},
): PlotData | undefined {
  const rates = toRates(samples.map(({ time }) => time - since));
  const [first] = rates?.seconds ?? [];
  const last = rates?.seconds.at(-1);
  if (!rates || first === undefined || last === undefined) return undefined;
  const mean = rates.mean === undefined ? "" : `${rates.mean.toFixed(1)} a second in the mean, `;
  return {
    x: rates.seconds,
    series: [rates.counts.map((count) => count || null)],
    range: widen(first, last + 1),
    summary: `${mean}at most ${rates.most} in one second`,
  };
}

/** Seconds that a plot shows at least. */
const LEAST = 5;

function widen(first: number, last: number): [number, number] {
  const missing = Math.max(0, LEAST - (last - first));
  return [first - Math.min(missing, first), last + Math.max(0, missing - first)];
}

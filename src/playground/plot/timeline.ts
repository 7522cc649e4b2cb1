import { formatCount, formatMilliseconds } from "./format.js";
import type { PlotData } from "./plot-data.js";
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
  const toSeconds = ({ time }: Sample) => (time - since) / 1000;
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (!first || !last) return undefined;
  const { drawn, every } = thin(ordered);
  const failed = ordered.filter(({ isFailed }) => isFailed).length;
  const slowest = ordered.reduce((a, b) => (b.milliseconds > a.milliseconds ? b : a));
  const thinned = every > 1 ? `; one in ${every} is drawn, and each failure` : "";
  return {
    x: drawn.map(toSeconds),
    series: [
      drawn.map(({ milliseconds, isFailed }) => (isFailed ? null : milliseconds)),
      drawn.map(({ milliseconds, isFailed }) => (isFailed ? milliseconds : null)),
    ],
    range: widen(toSeconds(first), toSeconds(last)),
    summary: `${formatCount(ordered.length, "call")} in ${formatMilliseconds(last.time - first.time)}, ${failed} failed; slowest ${formatMilliseconds(slowest.milliseconds)}${thinned}`,
  };
}

/** Points that a plot holds without becoming a blot, and slow. */
const MOST_POINTS = 3_000;

function thin(samples: readonly Sample[]): { readonly drawn: readonly Sample[]; readonly every: number } {
  const every = Math.ceil(samples.length / MOST_POINTS);
  return { drawn: samples.filter(({ isFailed }, index) => isFailed || index % every === 0), every };
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

/** What many durations come to; milliseconds. */
export interface Summary {
  readonly count: number;
  readonly least: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
}

/** `undefined` when there are no values. */
export function summarize(values: Iterable<number>): Summary | undefined {
  const sorted = Float64Array.from(values).sort();
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) return undefined;
  const at = (percent: number) => findPercentile(sorted, percent) ?? most;
  return { count: sorted.length, least, p50: at(50), p95: at(95), p99: at(99), most };
}

/**
 * The smallest value that `percent` of all values do not exceed (nearest rank): always one that was measured.
 * @param sorted ascending
 * @param percent above 0, up to 100
 * @returns `undefined` when there are no values
 */
export function findPercentile(sorted: ArrayLike<number>, percent: number): number | undefined {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1];
}

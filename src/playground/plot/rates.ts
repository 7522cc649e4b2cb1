/** How many things happened in each second. */
export interface Rates {
  /** Each second's begin: epoch seconds, ascending, without gaps. */
  readonly seconds: readonly number[];
  readonly counts: readonly number[];
  /** Of the whole seconds alone: the first and the last one are cut off. `undefined` when there are none. */
  readonly mean: number | undefined;
  readonly most: number;
}

/** More seconds than that are not told apart; the newest stay. */
const MOST_SECONDS = 600;

/** @param times epoch milliseconds, in any order */
export function toRates(times: Iterable<number>): Rates | undefined {
  const all = Array.from(times, (time) => Math.floor(time / 1000));
  const last = all.reduce((most, second) => Math.max(most, second), Number.NEGATIVE_INFINITY);
  if (all.length === 0) return undefined;
  const first = Math.max(
    all.reduce((least, second) => Math.min(least, second), last),
    last - MOST_SECONDS + 1,
  );
  const counts = new Array<number>(last - first + 1).fill(0);
  for (const second of all) if (second >= first) counts[second - first] = (counts[second - first] ?? 0) + 1;
  const whole = counts.slice(1, -1);
  return {
    seconds: counts.map((_, index) => first + index),
    counts,
    mean: whole.length > 0 ? whole.reduce((sum, count) => sum + count, 0) / whole.length : undefined,
    most: counts.reduce((most, count) => Math.max(most, count), 0),
  };
}

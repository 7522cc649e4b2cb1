import { findPercentile } from "./percentiles.js";

/** Values from `from`, up to but without `to`. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Bins of one width, without gaps. */
export interface Histogram {
  readonly width: number;
  readonly bins: readonly Bin[];
  /** Values beyond the last bin: a few very slow calls would leave no width for all the others. */
  readonly beyond: number;
}

export interface HistogramOptions {
  /** Default 40. */
  readonly mostBins?: number;
  /** What values are multiples of: narrower bins would have gaps that mean nothing. Default 0.1. */
  readonly resolution?: number;
}

/** `undefined` when there are no values. */
export function toHistogram(values: Iterable<number>, options: HistogramOptions = {}): Histogram | undefined {
  const { mostBins = 40, resolution = 0.1 } = options;
  const sorted = Float64Array.from(values).sort();
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) return undefined;
  const end = Math.min(most, 1.25 * (findPercentile(sorted, 99) ?? most));
  const width = toWidth(Math.max((end - least) / (mostBins - 1), resolution));
  const first = toIndex(least, width);
  const counts = new Array<number>(toIndex(end, width) - first + 1).fill(0);
  let beyond = 0;
  for (const value of sorted) {
    const index = toIndex(value, width) - first;
    if (index < counts.length) counts[index] = (counts[index] ?? 0) + 1;
    else beyond++;
  }
  const toEdge = (index: number) => round((first + index) * width);
  const bins = counts.map((count, index) => ({ from: toEdge(index), to: toEdge(index + 1), count }));
  return { width, bins, beyond };
}

/** The next larger of 1, 2 or 5 times a power of ten. */
function toWidth(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10;
  return round(factor * power);
}

/** 0.3 / 0.1 is a little less than 3. */
function toIndex(value: number, width: number): number {
  return Math.floor(value / width + 1e-9);
}

function round(value: number): number {
  return Number(value.toPrecision(12));
}

/** A value that is told apart: a line from top to foot, with its name. */
export interface Mark {
  readonly value: number;
  readonly title: string;
}

/** What a plot shows. */
export interface PlotData {
  /** Ascending. */
  readonly x: readonly number[];
  /** One for each series, as long as `x`; `null` where it has no value. */
  readonly series: readonly (readonly (number | null)[])[];
  /** What of `x` is shown. */
  readonly range: readonly [from: number, to: number];
  /** The same in words: for those who do not see the plot, and for everybody else. */
  readonly summary: string;
  readonly marks?: readonly Mark[];
}

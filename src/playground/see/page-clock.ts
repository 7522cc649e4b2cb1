/** Samples of the distance between the two clocks that are kept: the wall clock may be set at any time. */
const SAMPLES = 50;

/** Turns epoch milliseconds into the page's clock, that of `performance.now()`. */
export class PageClock {
  readonly #readWall: () => number;
  readonly #readPage: () => number;
  readonly #offsets: number[] = [];

  constructor(readWall: () => number = () => Date.now(), readPage: () => number = () => performance.now()) {
    this.#readWall = readWall;
    this.#readPage = readPage;
    this.sample();
  }

  /** The more often, the better it knows: `Date.now()` drops fractions, so the largest distance is the nearest to the truth. */
  sample(): void {
    this.#offsets.push(this.#readWall() - this.#readPage());
    if (this.#offsets.length > SAMPLES) this.#offsets.shift();
  }

  /** @param epoch milliseconds */
  toPageTime(epoch: number): number {
    return epoch - Math.max(...this.#offsets);
  }
}

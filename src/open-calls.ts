/** A call under way, and what to do when its time is over. */
export interface OpenCall {
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly onDeadline: () => void;
}

/** Milliseconds between two looks. */
const EVERY = 1_000;

/** Finds the calls that take too long, by one timer for all: a timer for each would cost every call its time. */
export class OpenCalls {
  readonly #calls = new Set<OpenCall>();
  #isWatched = false;

  add(call: OpenCall): void {
    this.#calls.add(call);
    if (this.#isWatched) return;
    this.#isWatched = true;
    setTimeout(() => this.#look(), EVERY);
  }

  /** Whether its time was not over yet. */
  end(call: OpenCall): boolean {
    return this.#calls.delete(call);
  }

  #look(): void {
    const now = Date.now();
    for (const call of this.#calls) {
      if (call.deadline >= now) continue;
      this.#calls.delete(call);
      call.onDeadline();
    }
    this.#isWatched = this.#calls.size > 0;
    if (this.#isWatched) setTimeout(() => this.#look(), EVERY);
  }
}

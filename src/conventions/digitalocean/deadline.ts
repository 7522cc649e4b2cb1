/** The function took longer than its settings allow. */
export class DeadlineExceeded extends Error {
  override readonly name = "DeadlineExceeded";
}

/** Bounds one run of a function. */
export class Deadline {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly #milliseconds: number;
  readonly #now: () => number;
  readonly #outer: (() => AbortSignal) | undefined;
  #controller: AbortController | undefined;
  #isOver = false;

  /** @param outer fires when nobody waits for the answer any more */
  constructor(milliseconds: number, now: () => number, outer?: () => AbortSignal) {
    this.#milliseconds = milliseconds;
    this.#now = now;
    this.#outer = outer;
    this.at = now() + milliseconds;
  }

  /** Made when a handler first looks at it. */
  get signal(): AbortSignal {
    if (this.#controller) return this.#controller.signal;
    const controller = new AbortController();
    this.#controller = controller;
    const outer = this.#outer?.();
    const follow = () => controller.abort(outer?.reason);
    if (this.#isOver) this.#abort();
    else if (outer?.aborted) follow();
    else outer?.addEventListener("abort", follow, { once: true });
    return controller.signal;
  }

  /**
   * Waits for the result, but not beyond the deadline; then the signal fires and what comes later is dropped.
   * @throws {DeadlineExceeded} or what the function throws
   */
  async race(run: () => unknown): Promise<unknown> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#milliseconds);
    }).then(() => this.#expire());
    const ran = new Promise<unknown>((resolve) => resolve(run()));
    // A handler that does not let go of the thread keeps the timer waiting: the clock has the last word.
    const settled = ran.finally(() => this.#now() > this.at && this.#expire());
    try {
      return await Promise.race([settled, end]);
    } finally {
      clearTimeout(timer);
    }
  }

  #expire(): never {
    this.#isOver = true;
    this.#abort();
    throw new DeadlineExceeded();
  }

  #abort(): void {
    const reason = `The function exceeded its time limits of ${this.#milliseconds} milliseconds.`;
    this.#controller?.abort(new DOMException(reason, "TimeoutError"));
  }
}

/** One of the calls that go on while something is broken. Times are those of `performance.now()`. */
export interface TrickleCall {
  readonly start: number;
  readonly end: number | undefined;
  readonly status: number | undefined;
  /** Why there is no answer. */
  readonly failure: string | undefined;
  /** The text of the answer. */
  readonly text: string;
}

/** Where and how calls are made. */
export interface TrickleOptions {
  readonly url: string;
  /** Calls at the same time. */
  readonly lanes: number;
  /** Milliseconds between the end of a call and the next one in its lane. */
  readonly gap: number;
  /** Told whenever a call begins or ends. */
  readonly onChange: () => void;
}

/** Milliseconds after which a call counts as failed. */
const PATIENCE = 10_000;

/** Calls one after the other, until it is stopped. */
export class Trickle {
  readonly #options: TrickleOptions;
  readonly #lanes: Promise<void>[] = [];
  readonly #running = new Set<Promise<void>>();
  #gate: Promise<unknown> = Promise.resolve();
  #isStopped = false;
  calls: readonly TrickleCall[] = [];

  constructor(options: TrickleOptions) {
    this.#options = options;
    for (let lane = 0; lane < options.lanes; lane++) this.#lanes.push(this.#run());
  }

  /** Calls that have no answer yet. */
  get running(): number {
    return this.#running.size;
  }

  /** Begins no call while this lasts; it begins when those under way have ended. @returns how many milliseconds no call could begin */
  async hold(during: () => Promise<void>): Promise<number> {
    const start = performance.now();
    const held = Promise.allSettled([...this.#running]).then(during);
    this.#gate = held.catch(() => {});
    await held;
    return performance.now() - start;
  }

  /** Resolves when there are this many ended calls. */
  async until(count: number): Promise<void> {
    while (!this.#isStopped && this.calls.filter(({ end }) => end !== undefined).length < count)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Resolves when the calls under way have ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#lanes);
  }

  async #run(): Promise<void> {
    const { gap } = this.#options;
    while (!this.#isStopped) {
      await this.#pass();
      const running = this.#call();
      this.#running.add(running);
      await running.finally(() => this.#running.delete(running));
      await new Promise((resolve) => setTimeout(resolve, gap));
    }
  }

  async #pass(): Promise<void> {
    for (let gate: unknown; gate !== this.#gate; await gate) gate = this.#gate;
  }

  async #call(): Promise<void> {
    const call = {
      start: performance.now(),
      end: undefined,
      status: undefined,
      failure: undefined,
      text: "",
    };
    const index = this.calls.length;
    this.#set(index, call);
    const answer = await ask(this.#options.url);
    this.#set(index, { ...call, ...answer, end: performance.now() });
  }

  #set(index: number, call: TrickleCall): void {
    this.calls = this.calls.toSpliced(index, 1, call);
    this.#options.onChange();
  }
}

async function ask(url: string): Promise<Pick<TrickleCall, "status" | "failure" | "text">> {
  try {
    const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
    if (isStream) await response.body?.cancel(); // its end may never come
    const text = isStream ? "" : (await response.text()).slice(0, 1_000);
    return { status: response.status, failure: undefined, text };
  } catch (error) {
    return { status: undefined, failure: error instanceof Error ? error.message : String(error), text: "" };
  }
}

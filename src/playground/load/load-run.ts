import type { Sample } from "../plot/sample.js";
import type { LoadPlan } from "./load-plan.js";

/** How one call of a load test ended. */
export interface LoadAnswer {
  /** `undefined` when there is no answer. */
  readonly status: number | undefined;
  /** Why there is none. */
  readonly failure?: string;
}

/** What a load test runs on. */
export interface LoadPlace {
  /** One call. Never rejects; it may when the signal fires. */
  ask(signal: AbortSignal): Promise<LoadAnswer>;
  /** Epoch milliseconds with fractions, never set back. */
  now(): number;
  /** Told after each call. */
  onProgress(): void;
}

/** A load test from its begin to its end or its cancellation. */
export class LoadRun {
  readonly plan: LoadPlan;
  /** Of the calls that ended, in the order of their ends. Cancelled ones are not among them. */
  readonly samples: Sample[] = [];
  /** Calls by their status, or by why they have none. */
  readonly endings = new Map<string, number>();
  readonly #place: LoadPlace;
  readonly #abort = new AbortController();
  #begun = 0;
  /** Epoch milliseconds. */
  readonly start: number;
  end: number | undefined;

  constructor(plan: LoadPlan, place: LoadPlace) {
    this.plan = plan;
    this.#place = place;
    this.start = place.now();
  }

  get isCancelled(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Calls a second, until now or until the end; 0 before the first has ended. */
  get rate(): number {
    const seconds = ((this.end ?? this.#place.now()) - this.start) / 1000;
    return seconds > 0 ? this.samples.length / seconds : 0;
  }

  /** Calls that had no answer or one with a status from 400 on. */
  get failures(): number {
    return this.samples.filter(({ isFailed }) => isFailed).length;
  }

  /** Makes all calls; to be called once. Never rejects. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: this.plan.concurrency }, () => this.#runLane()));
    this.end = this.#place.now();
  }

  /** Ends it without the calls that are under way. */
  cancel(): void {
    this.#abort.abort();
  }

  async #runLane(): Promise<void> {
    while (this.#begun < this.plan.calls && !this.isCancelled) {
      this.#begun++;
      const time = this.#place.now();
      const answer = await this.#place.ask(this.#abort.signal).catch(toFailure);
      if (this.isCancelled) return;
      this.#add(answer, time);
    }
  }

  #add({ status, failure = "no answer" }: LoadAnswer, time: number): void {
    const isFailed = status === undefined || status >= 400;
    this.samples.push({ time, milliseconds: this.#place.now() - time, name: "", isFailed });
    const ending = status === undefined ? failure : String(status);
    this.endings.set(ending, (this.endings.get(ending) ?? 0) + 1);
    this.#place.onProgress();
  }
}

function toFailure(error: unknown): LoadAnswer {
  return { status: undefined, failure: error instanceof Error ? error.message : String(error) };
}

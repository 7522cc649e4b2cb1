import type { Activation } from "../../index.js";
import type { Sample } from "../plot/sample.js";
import type { Wiring } from "../wiring.js";
import type { Place } from "./match.js";
import { PageClock } from "./page-clock.js";
import { nameActivation, nameCall } from "./seen-call.js";
import { SeenCalls } from "./seen-calls.js";
import { onWorkerReport } from "./worker-report.js";

/** What the worker's reports tell of the worker itself. */
export interface WorkerLife {
  /** Epoch milliseconds. */
  readonly started: number;
  /** Of this life. */
  readonly calls: number;
  /** Of the last call; epoch milliseconds. */
  readonly heard: number;
  /** Lives that this page has seen. */
  readonly lives: number;
}

/** Records that are shown; the oldest go first. */
export const MOST_RECORDS = 500;
const MOST_SAMPLES = 5_000;

/** All that the region shows, gathered from the page's calls, the worker's reports and the workspace's records. */
export class Observations implements Place {
  readonly wiring: Wiring;
  readonly clock = new PageClock();
  readonly base: string;
  readonly calls: SeenCalls;
  /** Newest first. */
  activations: readonly Activation[] = [];
  /** Of this page's calls, as their caller waited for them; oldest first. */
  readonly callSamples: Sample[] = [];
  /** Of all pages' calls, as long as their handlers ran; oldest first. */
  readonly recordSamples: Sample[] = [];
  worker: WorkerLife | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(wiring: Wiring) {
    this.wiring = wiring;
    this.base = wiring.workspace.config.public_base_url;
    this.calls = new SeenCalls(this, () => this.#tell());
    wiring.onCall((call) => {
      this.clock.sample();
      this.calls.addCall(call);
      // Its timing is told of later, and once more.
      if (call.end !== undefined && !call.timing) this.#addCallSample(call.id);
    });
    onWorkerReport((report) => {
      this.#noteLife(report.started, report.number);
      this.calls.addReport(report);
      this.#tell();
    });
  }

  /** Begins to hear of records; the last ones of the workspace are there at once. */
  async start(): Promise<void> {
    const { activations } = this.wiring.workspace;
    await activations.subscribe((activation) => this.#addActivation(activation));
    const earlier = await activations.list({ limit: 100 });
    const known = new Set(this.activations.map(({ activationId }) => activationId));
    this.activations = [
      ...this.activations,
      ...earlier.filter(({ activationId }) => !known.has(activationId)),
    ];
    this.#tell();
  }

  /** @returns what ends it */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  toPageTime(epoch: number): number {
    return this.clock.toPageTime(epoch);
  }

  /** Forgets calls and what was measured; records stay where they are kept. */
  clearCalls(): void {
    this.calls.clear();
    this.#tell();
  }

  clearActivations(): void {
    this.activations = [];
    this.#tell();
  }

  clearSamples(): void {
    this.callSamples.length = 0;
    this.recordSamples.length = 0;
    this.#tell();
  }

  #addActivation(activation: Activation): void {
    this.activations = [activation, ...this.activations].slice(0, MOST_RECORDS);
    this.calls.addActivation(activation);
    const { start: time, duration: milliseconds, statusCode } = activation;
    const name = nameActivation(activation);
    push(this.recordSamples, { time, milliseconds, name, isFailed: statusCode !== 0 });
    this.#tell();
  }

  #addCallSample(id: number): void {
    const seen = this.calls.all.find(({ call }) => call.id === id);
    if (!seen) return;
    const { start, end = start, status = 0 } = seen.call;
    const time = performance.timeOrigin + start;
    const name = nameCall(seen, this.base);
    push(this.callSamples, {
      time,
      milliseconds: end - start,
      name,
      isFailed: status === 0 || status >= 400,
    });
  }

  #noteLife(started: number, number: number): void {
    const lives = this.worker === undefined ? 1 : this.worker.lives + Number(started > this.worker.started);
    if (this.worker && started < this.worker.started) return; // an earlier one, which ends its calls
    this.worker = { started, calls: number, heard: Date.now(), lives };
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function push(samples: Sample[], sample: Sample): void {
  samples.push(sample);
  if (samples.length > MOST_SAMPLES) samples.splice(0, samples.length - MOST_SAMPLES);
}

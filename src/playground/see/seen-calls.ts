import type { Activation } from "../../index.js";
import type { CallMade } from "../calls-made.js";
import { findRecorded, findReported, type Place } from "./match.js";
import type { SeenCall } from "./seen-call.js";
import type { WorkerReport } from "./worker-report.js";

/** Calls that are kept; the oldest go first. */
export const MOST_CALLS = 200;

/** The calls of this page, newest first, each with all that has become known of it. */
export class SeenCalls {
  readonly #place: Place;
  readonly #onChange: (seen: SeenCall) => void;
  #calls: SeenCall[] = [];

  /** @param onChange gets a call whenever more of it is known */
  constructor(place: Place, onChange: (seen: SeenCall) => void) {
    this.#place = place;
    this.#onChange = onChange;
  }

  get all(): readonly SeenCall[] {
    return this.#calls;
  }

  addCall(call: CallMade): void {
    const known = this.#calls.find((seen) => seen.call.id === call.id);
    if (known) return this.#replace(known, { ...known, call });
    const seen = { call, report: undefined, activation: undefined };
    this.#calls = [seen, ...this.#calls].slice(0, MOST_CALLS);
    this.#onChange(seen);
  }

  addReport(report: WorkerReport): void {
    const seen = findReported(this.#calls, report, this.#place);
    if (seen) this.#replace(seen, { ...seen, report });
  }

  addActivation(activation: Activation): void {
    const seen = findRecorded(this.#calls, activation, this.#place);
    if (seen) this.#replace(seen, { ...seen, activation });
  }

  clear(): void {
    this.#calls = [];
  }

  #replace(old: SeenCall, seen: SeenCall): void {
    this.#calls = this.#calls.map((one) => (one === old ? seen : one));
    this.#onChange(seen);
  }
}

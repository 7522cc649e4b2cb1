import { Refusal } from "../refusal.js";
import type { DigitalOceanLimits } from "./settings.js";

const MINUTE = 60_000;

/** Counts the calls that share a limit. */
export class Throttle {
  /** Starts of the calls let through within the last minute, oldest first; kept only under a `rate`. */
  #starts: number[] = [];
  #inFlight = 0;

  /**
   * @param now epoch milliseconds
   * @returns ends the call; to be called once
   * @throws {Refusal} 429
   */
  enter({ rate, concurrency }: DigitalOceanLimits, now: number): () => void {
    if (rate !== undefined) this.#refuseRate(rate, now);
    if (concurrency !== undefined && this.#inFlight >= concurrency)
      throw refuse("concurrent requests in flight", this.#inFlight, concurrency);
    if (rate !== undefined) this.#starts.push(now);
    this.#inFlight++;
    return () => {
      this.#inFlight--;
    };
  }

  /** Refused calls do not count: who keeps asking gets through as soon as there is room. */
  #refuseRate(rate: number, now: number): void {
    this.#starts = this.#starts.filter((start) => now - start < MINUTE);
    if (this.#starts.length >= rate)
      throw refuse("requests in the last minute", this.#starts.length + 1, rate);
  }
}

function refuse(what: string, count: number, allowed: number): Refusal {
  return new Refusal(429, "too-many-requests", `Too many ${what} (count: ${count}, allowed: ${allowed}).`);
}

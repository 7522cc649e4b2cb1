import type { Call } from "./convention.js";
import { findHeader } from "./headers.js";

/** Milliseconds after the end of an event stream in which its reader may come back; browsers wait 3 to 5 s by default. */
const RETURN = 60_000;

/** Streams that are remembered. */
const MOST = 100;

/**
 * With which event each reader's stream ended. Chromium adds `Last-Event-ID` behind the worker, where nobody sees it; what a
 * reader had last is known here, too.
 */
export class LastEvents {
  /** By reader and address. */
  readonly #ended = new Map<string, { readonly id: string; readonly at: number }>();
  readonly #now: () => number;

  /** @param now milliseconds of any clock */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The stream ended with this event, and not by its reader's will. */
  remember(call: Call, id: string): void {
    const key = toKey(call);
    this.#ended.delete(key);
    this.#ended.set(key, { id, at: this.#now() });
    const [oldest] = this.#ended.keys();
    if (oldest !== undefined && this.#ended.size > MOST) this.#ended.delete(oldest);
  }

  /** The call with the header that its reader sent: the one it shows, or the one it would. Told once. */
  complete(call: Call): Call {
    if (this.#ended.size === 0) return call;
    const key = toKey(call);
    const ended = this.#ended.get(key);
    if (!ended || findHeader(call.headers, "accept") !== "text/event-stream") return call;
    this.#ended.delete(key);
    const isKnown = findHeader(call.headers, "last-event-id") !== undefined;
    if (isKnown || this.#now() - ended.at > RETURN) return call;
    return { ...call, headers: [...call.headers, ["last-event-id", ended.id]] };
  }
}

function toKey({ client, workspace, serviceId, path, query }: Call): string {
  return JSON.stringify([client, workspace, serviceId, path, query]);
}

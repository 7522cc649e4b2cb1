import type { WireCall } from "../src/protocol.js";
import { type RequestParts, toHash, toRequestKey, UNHASHED } from "../src/repeat.js";

/** A call, as far as the journal tells it from others. */
export type JournalCall = RequestParts & Pick<WireCall, "body" | "isEarly">;

/** A request that runs. */
export interface JournalEntry {
  readonly key: string;
  /** The start of the worker in which it runs. */
  readonly boot: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What outlives the worker. */
export interface JournalStore {
  /** Resolves to the entry's number when it is kept. */
  add(entry: JournalEntry): Promise<number>;
  delete(id: number): Promise<void>;
  /** Takes out what other boots have left. */
  takeOthers(boot: string): Promise<JournalEntry[]>;
}

/** Ends an entry; never rejects. */
export type EndEntry = () => Promise<void>;

/** Milliseconds that a browser lets a worker run for one request at most (Chromium); what began earlier comes no more. */
const LONGEST = 5 * 60_000;

/** Milliseconds that storage may take; a call waits no longer for the promise that it will not run twice. */
const PATIENCE = 1_000;

/**
 * Which unsafe requests run in the worker itself, written down before they do. A worker that is killed forgets everything, and
 * Chromium gives its requests to the next one, which reads here that they may have been carried out already.
 */
export class Journal {
  readonly #store: JournalStore;
  readonly #boot: string;
  /** Of earlier boots; each is told once. */
  #left: Promise<string[]> | undefined;

  /** @param boot of this start of the worker */
  constructor(store: JournalStore, boot: string) {
    this.#store = store;
    this.#boot = boot;
  }

  /**
   * Resolves when the call is written down. Where the browser keeps no data, it resolves all the same.
   * @returns `"left"` when an earlier boot began the same request
   */
  async begin(call: JournalCall): Promise<EndEntry | "left"> {
    const begun = this.#begin(call).catch(() => NOTHING);
    const endLater = () => begun.then((end) => (end === "left" ? undefined : end()));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<EndEntry>((resolve) => {
      timer = setTimeout(resolve, PATIENCE, endLater);
    });
    const end = await Promise.race([begun, late]);
    clearTimeout(timer);
    return end;
  }

  async #begin(call: JournalCall): Promise<EndEntry | "left"> {
    const toKey = (hash: string) => toRequestKey(call, hash);
    const key = toKey(call.body instanceof MessagePort ? UNHASHED : toHash(call.body));
    // Whether a body that was streamed was this one, nobody can tell.
    if (call.isEarly && (await this.#takeLeft([key, toKey(UNHASHED)]))) return "left";
    const id = await this.#store.add({ key, boot: this.#boot, at: Date.now() });
    return () => this.#store.delete(id).catch(() => {}); // an equal request of the next boot is refused, once
  }

  async #takeLeft(keys: readonly string[]): Promise<boolean> {
    this.#left ??= this.#readLeft();
    const left = await this.#left;
    const index = left.findIndex((key) => keys.includes(key));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  }

  async #readLeft(): Promise<string[]> {
    const others = await this.#store.takeOthers(this.#boot);
    return others.filter(({ at }) => Date.now() - at < LONGEST).map(({ key }) => key);
  }
}

const NOTHING: EndEntry = async () => {};

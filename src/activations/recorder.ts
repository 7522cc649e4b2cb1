import type { AnsweredCall } from "../conventions/answered-call.js";
import type { FunctionRun } from "../conventions/function-run.js";
import type { Circumstances } from "./record.js";

/** Whose records these are. */
export interface RecordPlace {
  /** Absolute URL of the worker's scope. */
  readonly scope: string;
  readonly workspace: string;
}

/** One call to be recorded. */
export type Recordable = Circumstances &
  ({ readonly run: FunctionRun } | { readonly answered: AnsweredCall });

/** Bytes of a result's JSON that a record keeps. */
export const MOST_RESULT = 1024 * 1024;

/** Milliseconds for which records wait for others, to be written together. */
const DELAY = 50;

/** Records that wait at most: as many as are kept. */
const MOST_WAITING = 1_000;

/** What is told of each call. */
export interface CallRecorder {
  push(call: Recordable): void;
}

/** Takes calls at once and writes them later, many at a time: callers wait for nothing but a push into a list. */
export class Recorder implements CallRecorder {
  readonly #place: RecordPlace;
  #waiting: Recordable[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #written: Promise<unknown> = Promise.resolve();

  constructor(place: RecordPlace) {
    this.#place = place;
    // The last chance: a hidden page may be frozen or ended without another word. Workers have no document.
    const { document } = globalThis as { readonly document?: EventTarget };
    document?.addEventListener("visibilitychange", () => this.flush());
  }

  push(call: Recordable): void {
    this.#waiting.push(call);
    if (this.#waiting.length >= 2 * MOST_WAITING) this.#waiting = this.#waiting.slice(-MOST_WAITING);
    this.#timer ??= setTimeout(() => this.flush(), DELAY);
  }

  /** Settles when everything pushed so far is written, or cannot be; never rejects. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const calls = this.#waiting;
    this.#waiting = [];
    if (calls.length > 0) this.#written = this.#written.then(() => writeAll(calls, this.#place));
    await this.#written;
  }
}

/** Without storage there are no records; calls are answered all the same. */
async function writeAll(calls: readonly Recordable[], place: RecordPlace): Promise<void> {
  if (!("indexedDB" in globalThis)) return;
  try {
    const { write } = await import("./write.js");
    await write(calls, place);
  } catch (error) {
    // biome-ignore lint/suspicious/noConsole: nobody waits for a record to be written, so nobody else would hear of it
    console.warn("Tabserve could not write the records of some calls:", error);
  }
}

const recorders = new WeakMap<object, Recorder>();

/** The one of a connection. */
export function getRecorder(connection: {
  readonly config: { readonly public_base_url: string; readonly workspace: string };
}): Recorder {
  const known = recorders.get(connection);
  if (known) return known;
  const { public_base_url: scope, workspace } = connection.config;
  const recorder = new Recorder({ scope, workspace });
  recorders.set(connection, recorder);
  return recorder;
}

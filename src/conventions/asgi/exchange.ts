import { BadResult } from "../bad-result.js";
import { isShortLength, toBody } from "../body.js";
import type { Answer, Page } from "../convention.js";
import { BODILESS } from "../response.js";
import { BodyPipe } from "./body-pipe.js";
import { type Head, parseSent } from "./messages.js";

/** Nobody waits for what an app sends any more: no fault of the app's. */
class Disconnected extends Error {
  override readonly name = "Disconnected";
  override readonly message = "Nobody waits for the answer any more; stop sending";
}

/** What an app sends, as one answer whose body ends cleanly only if the app says so (ASGI 3, HTTP: send events). */
export class Exchange {
  /** Resolves when the answer is complete or nobody waits for it any more. */
  readonly over: Promise<void>;
  readonly #pipe = new BodyPipe();
  readonly #report: Page["report"];
  readonly #started = defer<Head>();
  #state: "new" | "started" | "complete" | "gone" = "new";
  #isBodiless = false;

  constructor({ report, signal }: Pick<Page, "report" | "signal">) {
    this.#report = report;
    const gone = defer<void>();
    signal?.().addEventListener("abort", () => gone.resolve(), { once: true });
    this.over = Promise.race([this.#pipe.closed, gone.promise]).then(() => this.#leave());
  }

  /** Rejects when the app never starts an answer. */
  async toAnswer(): Promise<Answer> {
    const head = await this.#started.promise;
    if (this.#isBodiless) return { ...head, body: null };
    const length = head.headers.find(([name]) => name.toLowerCase() === "content-length")?.[1];
    // The app's own error is reported where it is thrown.
    const body = await toBody(this.#pipe.source, { isShort: isShortLength(length), report: () => {} });
    return { ...head, body };
  }

  /** For the app. Resolves when there is room for more; rejects when nobody waits any more or the message is wrong. */
  readonly send = async (message: unknown): Promise<void> => {
    if (this.#state === "gone") throw new Disconnected();
    const sent = parseSent(message);
    if (sent.type === "http.response.start") this.#start(sent.head);
    else await this.#sendBody(this.#isBodiless ? new Uint8Array() : sent.body, sent.isLast);
  };

  /** The app is done, with what it threw. */
  finish(thrown?: { readonly error: unknown }): void {
    if (this.#state === "started") return this.#fail(thrown ? thrown.error : new Error(UNFINISHED));
    if (this.#state === "new" && thrown) return this.#started.reject(thrown.error);
    this.#started.reject(new BadResult(NOTHING_SENT)); // without effect once started
    if (thrown && !(thrown.error instanceof Disconnected)) this.#report(thrown.error);
  }

  #start(head: Head): void {
    if (this.#state !== "new") throw new Error("send() got http.response.start a second time; send it once");
    this.#state = "started";
    this.#isBodiless = BODILESS.has(head.status);
    this.#started.resolve(head);
  }

  async #sendBody(bytes: Uint8Array<ArrayBuffer>, isLast: boolean): Promise<void> {
    if (this.#state === "new")
      throw new Error("send() got http.response.body first; send http.response.start before it");
    if (this.#state === "complete")
      throw new Error("send() got http.response.body after the last one; set more_body on all others");
    if (isLast) this.#state = "complete";
    try {
      await this.#pipe.write(bytes);
      if (isLast) await this.#pipe.end();
    } catch {
      throw new Disconnected();
    }
  }

  #fail(error: unknown): void {
    this.#report(error);
    this.#pipe.fail(error);
  }

  /** Ends a send that waits for a reader. */
  #leave(): void {
    if (this.#state !== "complete") this.#state = "gone";
    this.#pipe.fail(new Disconnected());
  }
}

const NOTHING_SENT =
  "serve ended without an answer; send http.response.start, then http.response.body, and wait for both";
const UNFINISHED =
  "serve ended before its answer did; send a last http.response.body without more_body, and wait for it";

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** `Promise.withResolvers`, which younger engines have. */
function defer<T>(): Deferred<T> {
  let settle: Omit<Deferred<T>, "promise"> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, resolve: (value) => settle?.resolve(value), reject: (error) => settle?.reject(error) };
}

import type { Answer, ByteStream } from "./conventions/convention.js";
import type { CallSession } from "./executions.js";
import { type Inflow, type Outflow, receiveFlow, sendFlow } from "./flow.js";
import type { WireCall } from "./protocol.js";
import { toHash, toRequestKey, UNHASHED } from "./repeat.js";

/** What is sent to the worker: a stream is on its way already. */
export type Reply = Omit<Answer, "body"> & { readonly body: Exclude<Answer["body"], ByteStream> | Outflow };

/** One for all: an error, with its stack, for each run would cost every call more than its event. */
const UNSTARTED: Promise<Reply> = Promise.reject(new Error("not started"));
UNSTARTED.catch(() => {});

/** One run of a handler. It outlives the worker that asked for it. */
export class Execution {
  readonly #call: WireCall;
  readonly #hash: string;
  /** Who gets the answer: the session that asked last, under its number. */
  session: CallSession;
  id: number;
  /** Until the handler is done, what it streams is taken, and what it asked to wait for has settled. */
  isRunning = true;
  answer = UNSTARTED;
  /** Settles when it runs no more; never rejects. */
  ended: Promise<void> = Promise.resolve();
  /** The request's body; a stream for services that take bodies as they come. */
  readonly body: ArrayBuffer | ByteStream | null;
  readonly #inflow: Inflow | undefined;
  #outflow: Outflow | undefined;
  /** What else the handler asked to wait for. */
  readonly #waits: Promise<unknown>[] = [];
  #controller: AbortController | undefined;
  #reason: unknown;

  constructor(call: WireCall, session: CallSession) {
    this.#call = call;
    this.#inflow = call.body instanceof MessagePort ? receiveFlow(call.body) : undefined;
    this.body = call.body instanceof MessagePort ? (this.#inflow?.stream ?? null) : call.body;
    this.#hash = call.body instanceof MessagePort ? UNHASHED : toHash(call.body);
    this.session = session;
    this.id = call.id;
  }

  /** Its request, as the next boot will know it. */
  get key(): string {
    return toRequestKey(this.#call, this.#hash);
  }

  /** Whether a stream is, or was, on its way: to or from one boot of the worker, and no other. */
  get isFlowing(): boolean {
    return this.#inflow !== undefined || this.#outflow !== undefined;
  }

  /** Made when a handler first looks at it. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  /** @returns {@link ended} */
  start(run: (execution: Execution) => Promise<Answer>): Promise<void> {
    this.answer = run(this).then((answer) => this.#toReply(answer));
    this.ended = this.#toEnd();
    return this.ended;
  }

  async #toEnd(): Promise<void> {
    await this.answer.catch(() => {});
    const reason = await this.#outflow?.ended;
    if (reason !== undefined) this.abort("Nobody reads the answer any more", "AbortError");
    for (const wait of this.#waits) await wait;
    this.isRunning = false;
  }

  /** @param promise never rejects */
  waitUntil(promise: Promise<unknown>): void {
    this.#waits.push(promise);
  }

  abort(message: string, name: "AbortError" | "TimeoutError"): void {
    if (!this.isRunning) return;
    const reason = new DOMException(message, name);
    this.#reason ??= reason;
    this.#controller?.abort(this.#reason);
    this.#inflow?.fail(reason);
    this.#outflow?.cancel(reason);
  }

  #toReply({ body, ...head }: Answer): Reply {
    if (!(body instanceof ReadableStream)) {
      this.isRunning = this.#waits.length > 0;
      return { ...head, body };
    }
    if (this.#call.method === "HEAD" || this.#reason !== undefined) {
      body.cancel(this.#reason).catch(() => {}); // how its clean-up goes is the handler's affair
      return { ...head, body: null };
    }
    this.#outflow = sendFlow(body);
    return { ...head, body: this.#outflow };
  }
}

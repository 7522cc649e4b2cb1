import { Refusal } from "../src/conventions/refusal.js";
import type { CallSession } from "../src/executions.js";
import { isSafe } from "../src/host/http.js";
import { type NumberedAnswer, Provider } from "../src/host/provider.js";
import type { Hello } from "../src/protocol.js";
import type { EndEntry, Journal } from "./journal.js";

/** What a {@link ResidentProvider} needs beyond a page's. */
export interface ResidentOptions {
  readonly calls: MessagePort;
  /** The other end of `calls`. */
  readonly session: CallSession;
  /** Absent where no browser asks twice. */
  readonly journal?: Journal;
}

/**
 * The worker's own services, as the registry holds them. They end with the worker, so what must not run twice is written
 * down: the browser may give the request to the next boot.
 */
export class ResidentProvider extends Provider {
  readonly #session: CallSession;
  readonly #journal: Journal | undefined;
  /** Of the journal's entries, by the call's number. */
  readonly #ends = new Map<number, EndEntry>();
  /** When what answered a request runs no more, by its `handled`. */
  readonly #runs = new WeakMap<object, Promise<void>>();

  constructor(hello: Hello, { calls, session, journal }: ResidentOptions) {
    super(hello, { boot: "", client: "", calls });
    this.#session = session;
    this.#journal = journal;
  }

  /**
   * Settles when nothing runs for an answered request any more: a handler may go on after its answer, or stream it.
   * @returns `undefined` when the answer was another's
   */
  getEnd(handled: object): Promise<void> | undefined {
    return this.#runs.get(handled);
  }

  /** @throws {CallFailure | Refusal} */
  override async call(...[call, options]: Parameters<Provider["call"]>): Promise<NumberedAnswer> {
    const end = isSafe(call.method) ? undefined : await this.#journal?.begin(call);
    if (end === "left")
      throw new Refusal(
        503,
        "provider-gone",
        `The worker ended while ${call.workspace}/${call.serviceId} ran for this request, which may have been carried out; look, or call again`,
      );
    try {
      const answer = await super.call(call, options);
      const run = this.#session.calls.get(answer.id);
      if (run && options.handled) this.#runs.set(options.handled, run.ended);
      if (end) this.#ends.set(answer.id, end);
      return answer;
    } catch (error) {
      void end?.();
      throw error;
    }
  }

  override acknowledge(id: number): void {
    super.acknowledge(id);
    void this.#ends.get(id)?.();
    this.#ends.delete(id);
  }
}

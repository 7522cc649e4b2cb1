import type { Answer } from "./conventions/convention.js";
import { Execution } from "./execution.js";
import type { WireCall, WireCancel } from "./protocol.js";
import { toHash, toRequestKey } from "./repeat.js";

/** Milliseconds after the start of a session within which a call may be an earlier boot's request once more. */
const REPEAT_WINDOW = 3_000;

/** The calls of one boot of the worker. */
export interface CallSession {
  /** Random; the same for all sessions with one start of the worker. */
  boot: string;
  /** Milliseconds of the page's clock; orders the sessions of a connection. */
  readonly since: number;
  /** Boots of one worker version are its lives; another version is another worker. */
  readonly worker: ServiceWorker | undefined;
  readonly port: MessagePort;
  /** Runs whose answer this session waits for, by the worker's number. */
  readonly calls: Map<number, Execution>;
  /** Calls that came late, by the worker's number, until it says that somebody waits for them still. */
  readonly late: Map<number, () => void>;
  /** The connection is over or has a later session: this one's boot may be dead, and its requests elsewhere. */
  isReplaced: boolean;
}

/**
 * The handlers' runs of one connection, each from its call until the worker acknowledges that the browser took its
 * answer. A worker that was restarted gets unanswered requests again; they join the run that is there already.
 */
export class Executions {
  readonly #open = new Set<Execution>();
  /** Runs of earlier boots, which calls of the latest one may join; each at most once. */
  readonly #left = new Set<Execution>();
  #latest: CallSession | undefined;
  readonly #onBusy: (isBusy: boolean) => void;
  readonly #whenGone: (boot: string) => Promise<unknown>;
  readonly #running = new Set<Execution>();
  /** Boots of replaced versions of the worker that run still, for all we know. */
  readonly #watched = new Set<string>();

  /**
   * @param onBusy told when the first run begins and when the last one ends
   * @param whenGone resolves when this start of the worker is over; never rejects
   */
  constructor(onBusy: (isBusy: boolean) => void, whenGone: (boot: string) => Promise<unknown>) {
    this.#onBusy = onBusy;
    this.#whenGone = whenGone;
  }

  /** A session begins. Is it with a new boot, then what earlier boots of its worker left behind is joined soon or never. */
  begin(session: CallSession): void {
    // The first word of an older session may come late.
    if (session.boot === this.#latest?.boot || session.since < (this.#latest?.since ?? 0)) return;
    this.#latest = session;
    for (const execution of this.#open) if (isLeft(execution, session)) this.#left.add(execution);
    for (const execution of this.#running) {
      if (execution.session.worker !== session.worker) this.#watch(execution.session);
      else if (execution.isFlowing && isLeft(execution, session))
        execution.abort("The worker restarted in the middle of a stream", "AbortError");
    }
    setTimeout(() => this.#dropLeft(session), REPEAT_WINDOW);
  }

  /** The requests whose next dispatch is to come here. */
  get left(): string[] {
    return [...this.#open].map(({ key }) => key);
  }

  /** The run for the same request that is there already; from now on it answers to this call. */
  join(call: WireCall, session: CallSession): Execution | undefined {
    const execution = this.#findLeft(call, session);
    if (!execution) return undefined;
    this.#left.delete(execution);
    execution.session.calls.delete(execution.id);
    execution.session = session;
    execution.id = call.id;
    session.calls.set(call.id, execution);
    return execution;
  }

  /** Runs the handler for a call that joins nothing. */
  start(call: WireCall, session: CallSession, run: (execution: Execution) => Promise<Answer>): Execution {
    const execution = new Execution(call, session);
    this.#open.add(execution);
    session.calls.set(call.id, execution);
    this.#running.add(execution);
    if (this.#latest && this.#latest.worker !== session.worker) this.#watch(session);
    if (this.#running.size === 1) this.#onBusy(true);
    execution.start(run);
    execution.ended.then(() => {
      this.#running.delete(execution);
      if (this.#running.size === 0) this.#onBusy(false);
      // A replaced version of the worker is given time to take its answers, and may be ended before it can say so.
      if (execution.session.worker?.state === "redundant") this.#forget(execution);
    });
    return execution;
  }

  /** The page leaves the worker, which tells every caller that it is gone. */
  abandon(): void {
    for (const execution of this.#open) this.#forget(execution);
    for (const execution of this.#running)
      execution.abort("The page left: it was hidden, frozen or disconnected", "AbortError");
  }

  /** Somebody waits still for a call that came late. */
  confirm(session: CallSession, id: number): void {
    session.late.get(id)?.();
    session.late.delete(id);
  }

  /** The browser took the answer. */
  acknowledge(session: CallSession, id: number): Execution | undefined {
    const execution = session.calls.get(id);
    session.calls.delete(id);
    if (execution) this.#forget(execution);
    return execution;
  }

  /** Nobody waits any more. */
  cancel(session: CallSession, { id, reason }: Pick<WireCancel, "id" | "reason">): void {
    session.late.delete(id);
    const execution = this.acknowledge(session, id);
    if (reason === "caller-gone") execution?.abort("The caller is gone", "AbortError");
    else execution?.abort("The function exceeded its deadline", "TimeoutError");
  }

  #findLeft(call: WireCall, session: CallSession): Execution | undefined {
    if (!call.isEarly || this.#left.size === 0 || session.boot !== this.#latest?.boot) return undefined;
    if (call.body instanceof MessagePort) return undefined; // the worker reads those that may be an earlier boot's
    const key = toRequestKey(call, toHash(call.body));
    for (const execution of this.#left)
      if (isLeft(execution, session) && execution.key === key) return execution;
    return undefined;
  }

  /** A replaced version of the worker still takes answers, but nobody takes over from it. */
  #watch({ boot }: CallSession): void {
    if (this.#watched.has(boot)) return;
    this.#watched.add(boot);
    this.#whenGone(boot).then(() => {
      this.#watched.delete(boot);
      for (const execution of this.#running) {
        if (execution.session.boot !== boot) continue;
        this.#forget(execution);
        execution.abort("The worker that waited for it was replaced and has ended", "AbortError");
      }
    });
  }

  /** @param session whose window is over; what a later one may still join stays */
  #dropLeft(session: CallSession): void {
    if (session.boot !== this.#latest?.boot) return;
    for (const execution of this.#left) {
      this.#forget(execution);
      execution.abort("The worker restarted and its caller is gone", "AbortError");
    }
  }

  #forget(execution: Execution): void {
    this.#open.delete(execution);
    this.#left.delete(execution);
    execution.session.calls.delete(execution.id);
  }
}

/** Started for an earlier life of the same worker. */
function isLeft({ session }: Execution, { boot, worker }: CallSession): boolean {
  return session.boot !== boot && session.worker === worker;
}

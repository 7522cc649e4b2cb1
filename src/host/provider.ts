import type { Answer } from "../conventions/convention.js";
import { type Inflow, receiveFlow } from "../flow.js";
import type {
  Hello,
  Outcome,
  ToPage,
  ToWorker,
  WireAnswer,
  WireCall,
  WireInvoke,
  WireService,
} from "../protocol.js";
import { CallFailure, ServiceAbsent } from "./call-failure.js";

/** What settles a call. */
type Reply = NumberedAnswer | Outcome<unknown>;

/** Nobody reads it: its producer is told. */
function dropFlow(message: ToWorker): void {
  if (message.type === "answer" && message.body instanceof MessagePort)
    void receiveFlow(message.body).stream.cancel();
}

interface Pending {
  /** The worker's id of the caller; `""` when unknown. */
  readonly client: string;
  readonly deadline: ReturnType<typeof setTimeout>;
  resolve(reply: Reply): void;
  reject(failure: CallFailure | ServiceAbsent): void;
}

/** An answer with the number to acknowledge it by. */
export type NumberedAnswer = Answer & { readonly id: number };

type Unnumbered<Message> = Omit<Message, "id" | "type" | "at">;

/** How a call is made. */
export interface CallOptions {
  /** Milliseconds. */
  readonly timeout: number;
  readonly transfer: Transferable[];
  /** Settles when the browser has taken the answer, or wants it no more. */
  readonly handled?: Promise<unknown>;
}

/**
 * A connected page as the worker holds it: what it offers, and the calls under way there. A call settles when the
 * page answers, when the page dies ({@link end}) or at its deadline; there is no fourth way.
 */
export class Provider {
  readonly lock: string;
  readonly workspace: string;
  readonly clientId: string;
  /** The worker's id of the page. */
  readonly client: string;
  readonly services: Map<string, WireService>;
  watches: boolean;
  /** Requests whose next dispatch is to come here: handlers of this page ran, or run, for them. Equal ones occur repeatedly. */
  readonly left: string[];
  readonly #calls: MessagePort;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  /** Bodies of answers that flow from the page. */
  readonly #inflows = new Set<Inflow>();
  /** Answers that the browser has yet to take. */
  #unacknowledged = 0;
  #state: "live" | "retired" | "ended" = "live";

  constructor(hello: Hello, { boot, client, calls }: { boot: string; client: string; calls: MessagePort }) {
    this.lock = hello.lock;
    this.workspace = hello.workspace;
    this.clientId = hello.clientId;
    this.client = client;
    this.watches = hello.watch;
    this.left = [...hello.left];
    this.services = new Map(hello.services.map((service) => [service.id, service]));
    this.#calls = calls;
    calls.onmessage = ({ data }: MessageEvent<ToWorker>) => this.#onMessage(data);
    this.#post({ type: "boot", boot });
  }

  /** Calls under way. */
  get load(): number {
    return this.#pending.size;
  }

  /** @throws {CallFailure | ServiceAbsent} */
  call(call: Unnumbered<WireCall>, { timeout, transfer }: CallOptions): Promise<NumberedAnswer> {
    const toMessage = (id: number) => ({ ...call, type: "call", id, at: Date.now() }) as const;
    return this.#ask(toMessage, { timeout, transfer, client: call.client }) as Promise<NumberedAnswer>;
  }

  /** The browser has taken the answer to this call, or wants it no more. */
  acknowledge(id: number): void {
    this.#post({ type: "acknowledge", id });
    this.#unacknowledged--;
    this.#closeWhenDone();
  }

  /** The clients that wait for this page. */
  get callers(): Set<string> {
    return new Set([...this.#pending.values()].map(({ client }) => client).filter(Boolean));
  }

  /** Ends the calls of a client that is gone. */
  cancel(client: string): void {
    for (const [id, pending] of this.#pending) {
      if (pending.client !== client) continue;
      this.#post({ type: "cancel", id, reason: "caller-gone" });
      this.#take(id)?.reject(new CallFailure("caller-gone", "The caller is gone", true));
    }
  }

  /** @param timeout milliseconds @throws {CallFailure} */
  invoke(call: Unnumbered<WireInvoke>, timeout: number): Promise<Outcome<unknown>> {
    const toMessage = (id: number) => ({ ...call, type: "invoke", id, at: Date.now() }) as const;
    return this.#ask(toMessage, { timeout, client: "" }) as Promise<Outcome<unknown>>;
  }

  tellServices(services: readonly string[]): void {
    this.#post({ type: "services", services });
  }

  /** Another session took its place: the calls under way still end here. */
  retire(): void {
    if (this.#state === "ended") return;
    this.#state = "retired";
    this.#closeWhenDone();
  }

  /** The page is gone, and with it every answer. */
  end(): void {
    this.#state = "ended";
    this.#calls.close();
    for (const id of this.#pending.keys())
      this.#take(id)?.reject(new CallFailure("provider-gone", "The page is gone", true));
    for (const inflow of this.#inflows) inflow.fail(new Error("The page that provided the answer is gone"));
  }

  #ask(
    toMessage: (id: number) => ToPage,
    { timeout, client, transfer = [] }: { timeout: number; client: string; transfer?: Transferable[] },
  ): Promise<Reply> {
    if (this.#state === "ended")
      return Promise.reject(new CallFailure("provider-gone", "The page is gone", false));
    const id = ++this.#lastId;
    return new Promise<Reply>((resolve, reject) => {
      const deadline = setTimeout(() => this.#expire(id, timeout), timeout);
      this.#pending.set(id, { client, deadline, resolve, reject });
      this.#post(toMessage(id), transfer);
    });
  }

  #post(message: ToPage, transfer: Transferable[] = []): void {
    this.#calls.postMessage(message, transfer);
  }

  #onMessage(message: ToWorker | null): void {
    if (!message) return; // any script of the page may have got hold of the port
    const { type, id } = message;
    if (!this.#pending.has(id)) return dropFlow(message); // after the deadline nobody waits
    if (type === "confirm") return this.#post({ type, id });
    if (type === "answer") this.#unacknowledged++;
    const pending = this.#take(id);
    if (type === "outcome") pending?.resolve(message);
    else if (type === "answer") pending?.resolve({ ...message, body: this.#receive(message.body) });
    else if (type === "absent") pending?.reject(new ServiceAbsent(message.body));
    else pending?.reject(new CallFailure("provider-gone", "The answer went to an earlier boot", true));
  }

  /** A stream fails when the page dies. */
  #receive(body: WireAnswer["body"]): Answer["body"] {
    if (!(body instanceof MessagePort)) return body;
    const inflow = receiveFlow(body);
    this.#inflows.add(inflow);
    inflow.ended.then(() => this.#inflows.delete(inflow));
    return inflow.stream;
  }

  #expire(id: number, timeout: number): void {
    const message = `The function did not answer within its deadline of ${timeout / 1000} s; config.timeout sets it`;
    this.#post({ type: "cancel", id, reason: "deadline-exceeded" });
    this.#take(id)?.reject(new CallFailure("deadline-exceeded", message, true));
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    clearTimeout(pending?.deadline);
    this.#pending.delete(id);
    this.#closeWhenDone();
    return pending;
  }

  #closeWhenDone(): void {
    if (this.#state === "retired" && this.load === 0 && this.#unacknowledged === 0) this.#calls.close();
  }
}

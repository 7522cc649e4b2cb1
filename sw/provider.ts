import type {
  Hello,
  Outcome,
  ToPage,
  ToWorker,
  WireAnswer,
  WireCall,
  WireInvoke,
  WireService,
} from "../src/protocol.js";

/** Why a call got no answer. */
export class CallFailure extends Error {
  override readonly name = "CallFailure";
  readonly code: "provider-gone" | "deadline-exceeded";
  /** Whether the page may have seen the call. */
  readonly isDelivered: boolean;

  constructor(code: CallFailure["code"], message: string, isDelivered: boolean) {
    super(message);
    this.code = code;
    this.isDelivered = isDelivered;
  }
}

interface Pending {
  resolve(reply: ToWorker): void;
  reject(failure: CallFailure): void;
}

type Unnumbered<Message> = Omit<Message, "id" | "type">;

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
  readonly #calls: MessagePort;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #state: "live" | "retired" | "ended" = "live";

  constructor(hello: Hello, client: string, calls: MessagePort) {
    this.lock = hello.lock;
    this.workspace = hello.workspace;
    this.clientId = hello.clientId;
    this.client = client;
    this.watches = hello.watch;
    this.services = new Map(hello.services.map((service) => [service.id, service]));
    this.#calls = calls;
    calls.onmessage = ({ data }: MessageEvent<ToWorker>) => this.#settle(data);
  }

  /** Calls under way. */
  get load(): number {
    return this.#pending.size;
  }

  /** @param timeout milliseconds @throws {CallFailure} */
  call(
    call: Unnumbered<WireCall>,
    { timeout, transfer }: { timeout: number; transfer: Transferable[] },
  ): Promise<WireAnswer> {
    return this.#ask((id) => ({ ...call, type: "call", id }), timeout, transfer) as Promise<WireAnswer>;
  }

  /** @param timeout milliseconds @throws {CallFailure} */
  invoke(call: Unnumbered<WireInvoke>, timeout: number): Promise<Outcome<unknown>> {
    return this.#ask((id) => ({ ...call, type: "invoke", id }), timeout) as Promise<Outcome<unknown>>;
  }

  tellServices(services: readonly string[]): void {
    this.#calls.postMessage({ type: "services", services } satisfies ToPage);
  }

  /** Another session took its place: the calls under way still end here. */
  retire(): void {
    if (this.#state === "ended") return;
    this.#state = "retired";
    if (this.load === 0) this.#calls.close();
  }

  /** The page is gone, and with it every answer. */
  end(): void {
    this.#state = "ended";
    this.#calls.close();
    for (const { reject } of this.#pending.values())
      reject(new CallFailure("provider-gone", "The page is gone", true));
    this.#pending.clear();
  }

  #ask(toMessage: (id: number) => ToPage, timeout: number, transfer: Transferable[] = []): Promise<ToWorker> {
    if (this.#state === "ended")
      return Promise.reject(new CallFailure("provider-gone", "The page is gone", false));
    const id = ++this.#lastId;
    return new Promise<ToWorker>((resolve, reject) => {
      const timer = setTimeout(() => this.#expire(id, timeout), timeout);
      this.#pending.set(id, {
        resolve(reply) {
          clearTimeout(timer);
          resolve(reply);
        },
        reject(failure) {
          clearTimeout(timer);
          reject(failure);
        },
      });
      this.#calls.postMessage(toMessage(id), transfer);
    });
  }

  #settle(reply: ToWorker): void {
    this.#take(reply.id)?.resolve(reply); // an answer after the deadline has nobody waiting
  }

  #expire(id: number, timeout: number): void {
    const message = `The function did not answer within its deadline of ${timeout / 1000} s; config.timeout sets it`;
    this.#take(id)?.reject(new CallFailure("deadline-exceeded", message, true));
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#state === "retired" && this.load === 0) this.#calls.close();
    return pending;
  }
}

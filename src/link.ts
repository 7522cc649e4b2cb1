import { bound } from "./bound.js";
import { TabserveError, toDisconnected } from "./errors.js";
import { type HeldLock, holdLock } from "./lock.js";
import { watchLifecycle } from "./page-lifecycle.js";
import {
  formatLockName,
  type Hello,
  type Host,
  isTabserveMessage,
  type Loop,
  type PageMessage,
} from "./protocol.js";
import { proveLoop } from "./registration.js";
import { type Session, toSession } from "./session.js";

/** What a link needs of the connection it belongs to. */
export interface LinkOwner {
  /** Absolute URL of the worker's scope. */
  readonly scope: string;
  describe(): Omit<Hello, "lock">;
  /** The worker takes every call here for lost. */
  leave(): void;
  /** Serves the calls of a session with `worker` until its port is closed. @returns to be called when the session is replaced */
  serve(calls: MessagePort, worker: ServiceWorker | undefined): () => void;
}

/** A connection's way to its host. */
export interface HostLink {
  /** Asks the host something, which must be safe to ask twice. @throws {TabserveError} `worker-unresponsive`, `disconnected` */
  ask<T>(question: (host: Host) => PromiseLike<T>): Promise<T>;
  /**
   * As {@link ask}, where the other side owns the deadline.
   * @param onReplaced what to do when the host dies before it answers: ask the next one, or reject
   */
  askUnbounded<T>(question: (host: Host) => PromiseLike<T>, onReplaced: "again" | "reject"): Promise<T>;
  /** Keeps the host from sleeping while it waits for this page. */
  keepAwake(isBusy: boolean): void;
  close(): void;
}

/** Milliseconds; browsers end an idle worker after some 30 s, Firefox a request after 60 s. */
const HEARTBEAT = 5_000;

/**
 * A page's connection to the worker, for as long as the page lives. The worker may vanish between any two lines: its
 * next boot asks to rejoin, which replaces the session, and what was asked of the old one is asked again.
 */
export class Link implements HostLink {
  readonly #owner: LinkOwner;
  readonly #container = navigator.serviceWorker;
  readonly #listeners = new AbortController();
  #lock: HeldLock | undefined;
  #session: Session | undefined;
  /** Settles when the present lock and session stand; a page back from the back/forward cache makes new ones. */
  #joined: Promise<void>;
  /** Ends the wait of a hidden page. */
  #return: (() => void) | undefined;
  #heartbeat: ReturnType<typeof setInterval> | undefined;

  private constructor(owner: LinkOwner, loop: Loop) {
    this.#owner = owner;
    this.#joined = this.#join(loop);
  }

  /** Joins the worker; resolves once it watches this page. */
  static async open(owner: LinkOwner, loop: Loop): Promise<Link> {
    const link = new Link(owner, loop);
    link.#listen();
    try {
      await link.#joined;
      await link.ask((host) => host.ready());
      return link;
    } catch (error) {
      link.close();
      throw error;
    }
  }

  async ask<T>(question: (host: Host) => PromiseLike<T>): Promise<T> {
    const toError = () =>
      new TabserveError(
        "worker-unresponsive",
        `The worker of ${this.#owner.scope} does not answer; reload the page`,
      );
    return bound(this.askUnbounded(question, "again"), toError);
  }

  async askUnbounded<T>(
    question: (host: Host) => PromiseLike<T>,
    onReplaced: "again" | "reject",
  ): Promise<T> {
    for (;;) {
      await this.#joined;
      const session = this.#session;
      if (!session || !this.#lock) throw toDisconnected();
      this.#wake();
      const outcome = await session.ask(question);
      if (outcome) return outcome.value;
      if (onReplaced === "reject") throw new TabserveError("provider-gone", "Worker restarted; call again");
    }
  }

  /** By messages; a port would not do (docs/lifecycle.md). */
  keepAwake(isBusy: boolean): void {
    clearInterval(this.#heartbeat);
    if (isBusy) this.#heartbeat = setInterval(() => this.#wake(), HEARTBEAT);
  }

  /** Ends the connection; the worker notices by the lock. */
  close(): void {
    this.#listeners.abort();
    this.keepAwake(false);
    this.#leave();
  }

  #listen(): void {
    const { signal } = this.#listeners;
    this.#container.addEventListener("message", (event) => this.#onMessage(event), { signal });
    this.#container.addEventListener("controllerchange", () => this.#startSession(), { signal });
    this.#container.startMessages();
    watchLifecycle(
      () => this.#hide(),
      () => this.#return?.(),
      signal,
    );
  }

  #onMessage({ data, source }: MessageEvent): void {
    if (!isTabserveMessage(data) || data.tabserve !== "rejoin" || !this.#lock) return;
    if ((data as unknown as { lock: string }).lock !== this.#lock.name) return;
    this.#startSession(source instanceof ServiceWorker ? source : undefined);
  }

  async #join({ client }: Loop): Promise<void> {
    const { scope } = this.#owner;
    const { workspace } = this.#owner.describe();
    const name = formatLockName({
      scope: new URL(scope).pathname,
      workspace,
      client,
      nonce: crypto.randomUUID(),
    });
    this.#lock = await holdLock(name);
    this.#startSession();
  }

  #startSession(worker = this.#container.controller ?? undefined): void {
    if (!this.#lock) return;
    const control = new MessageChannel();
    const calls = new MessageChannel();
    this.#session?.replace();
    this.#session = toSession(control.port1, this.#owner.serve(calls.port1, worker));
    const hello: Hello = { ...this.#owner.describe(), lock: this.#lock.name };
    this.#post({ tabserve: "hello", hello }, { worker, ports: [control.port2, calls.port2] });
  }

  #post(
    message: PageMessage,
    { worker = this.#container.controller ?? undefined, ports = [] as MessagePort[] } = {},
  ): void {
    worker?.postMessage(message, ports);
  }

  #wake(): void {
    if (this.#lock) this.#post({ tabserve: "wake", lock: this.#lock.name });
  }

  #leave(): void {
    this.#owner.leave();
    this.#session?.replace();
    this.#session = undefined;
    this.#lock?.release();
    this.#lock = undefined;
  }

  /** Leaves until the page is shown again; what is asked meanwhile waits for that. */
  #hide(): void {
    if (this.#return) return; // hidden, then frozen
    const shown = new Promise<void>((resolve) => {
      this.#return = () => {
        this.#return = undefined;
        resolve();
      };
    });
    this.#joined = shown.then(() => proveLoop(this.#owner.scope)).then((loop) => this.#join(loop));
    this.#joined.catch(() => {}); // whoever asks next gets it
    this.#leave();
  }
}

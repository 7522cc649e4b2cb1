import type { RecoveryState } from "../src/host/recovered.js";
import type { Registry } from "../src/host/registry.js";
import { type LockName, parseLockName, type WorkerMessage } from "../src/protocol.js";
import type { Deaths } from "./deaths.js";

declare const self: ServiceWorkerGlobalScope;

/** Milliseconds a request waits for silent pages when nobody it could ask has joined. */
const PATIENCE = 5_000;
/** Milliseconds it waits for the rest when somebody has joined, and the call may be made twice. */
const GRACE = 100;
/** Milliseconds before a page that was asked to join is asked again. */
const PAUSE = 1_000;

/** Rebuilds the registry of a worker that was restarted, from the pages whose locks are held. */
export class Recovery implements RecoveryState {
  readonly #registry: Registry;
  readonly #scope: string;
  /** Connections that hold a lock and have not joined this boot, by lock name. */
  readonly #missing = new Map<string, LockName>();
  #started: Promise<void> | undefined;
  #startTime = 0;
  #isOver = false;
  #wake: () => void = () => {};
  readonly #deaths: Deaths;
  /** Workspaces of pages that died before they joined. */
  readonly #lost = new Set<string>();
  /** When a page was last asked for a connection, by lock name. */
  readonly #asked = new Map<string, number>();

  /** @param scope absolute URL */
  constructor(registry: Registry, deaths: Deaths, scope: string) {
    this.#registry = registry;
    this.#deaths = deaths;
    this.#scope = new URL(scope).pathname;
  }

  /** Nothing to wait for: the registry is what the pages say. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when every page has joined or died, when `isEnough` and the grace is over, or when patience is. */
  async settle(isEnough: () => boolean): Promise<void> {
    this.#started ??= this.#start();
    await this.#started;
    while (this.#missing.size > 0) {
      const left = (isEnough() ? GRACE : PATIENCE) - (performance.now() - this.#startTime);
      if (left <= 0) break;
      await this.#nextChange(left);
    }
    this.#isOver ||= this.#missing.size === 0 || performance.now() - this.#startTime >= PATIENCE;
  }

  /** Whether this client holds a lock and has not joined. */
  isMissing(client: string): boolean {
    return [...this.#missing.values()].some((lock) => lock.client === client);
  }

  /**
   * Whether a page of the workspace may have run a request for an earlier boot and cannot say so: it does not answer, or
   * it died before it could.
   */
  isUncertain(workspace: string): boolean {
    return this.isSilent(workspace) || this.#lost.has(workspace);
  }

  /** Whether a page of the workspace holds a lock but does not answer. */
  isSilent(workspace: string): boolean {
    return [...this.#missing.values()].some((lock) => lock.workspace === workspace);
  }

  /** The page joined, or its lock is free. */
  resolve(lock: string): void {
    if (this.#missing.delete(lock)) this.#wake();
  }

  async #start(): Promise<void> {
    this.#startTime = performance.now();
    const { held = [] } = await navigator.locks.query();
    for (const { name = "" } of held) {
      const lock = parseLockName(name);
      if (lock?.scope === this.#scope && !this.#registry.get(name)) this.#missing.set(name, lock);
    }
    await Promise.all([...this.#missing].map(([name, lock]) => this.#ask(name, lock)));
  }

  async #ask(name: string, lock: LockName): Promise<void> {
    this.#deaths.wait(name, () => {
      if (this.#missing.has(name)) this.#lost.add(lock.workspace);
      this.resolve(name);
    });
    const client = await self.clients.get(lock.client);
    if (client) this.askToJoin(client, name);
  }

  /** Asks a page for the connection that holds this lock; not again while it may be about to answer. */
  askToJoin(client: Client, lock: string): void {
    const now = performance.now();
    if (now - (this.#asked.get(lock) ?? -PAUSE) < PAUSE) return;
    this.#asked.set(lock, now);
    client.postMessage({ tabserve: "rejoin", lock } satisfies WorkerMessage);
  }

  #nextChange(timeout: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeout);
      const wakeOthers = this.#wake;
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
        wakeOthers();
      };
    });
  }
}

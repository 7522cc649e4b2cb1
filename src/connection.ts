import { toAnonymousUser, type User } from "./conventions/hypha/user.js";
import { Emitter } from "./emitter.js";
import { type TabserveError, toDisconnected } from "./errors.js";
import type { CallSession, Executions } from "./executions.js";
import type { HostLink, LinkOwner } from "./link.js";
import type { ToPage, WireBoot, WireServices } from "./protocol.js";
import type { Service } from "./service.js";
import type { ServiceEvents } from "./watch.js";

export interface WorkspaceConfig {
  readonly workspace: string;
  readonly client_id: string;
  /** Absolute URL of what the worker serves; ends with `/`. */
  readonly public_base_url: string;
  /**
   * What brings requests to the functions: the service `worker`, or this page's `fetch` and `XMLHttpRequest` alone, after
   * `connect({ fallback: "fetch" })` where there can be no worker.
   */
  readonly transport: "worker" | "fetch";
  /** Why there is no worker; with the transport `fetch`. */
  readonly fallback_reason?: TabserveError;
  readonly user: User;
}

export interface WorkspaceOptions {
  readonly workspace: string;
  readonly clientId: string;
  /** Absolute URL of what the worker serves. */
  readonly scope: string;
  /** Default `worker`. */
  readonly transport?: WorkspaceConfig["transport"];
  /** Joins the host. */
  readonly join: (owner: LinkOwner) => Promise<HostLink>;
}

/** Deals with what the worker says about calls. */
export type Answer = (message: Exclude<ToPage, WireBoot | WireServices>, session: CallSession) => void;

/** The page's truth about one connection: its services, and the link that tells the worker of them. */
export class Connection {
  readonly config: WorkspaceConfig;
  readonly services = new Map<string, Service>();
  readonly events: Emitter<ServiceEvents>;
  /** Of the handlers; made with the first service. */
  executions: Executions | undefined;
  readonly #answer: Answer;
  /** The workspace's services when last told, for the changes since; `undefined` while nobody listens. */
  #known: ReadonlyMap<string, string> | undefined;
  #link: HostLink | undefined;
  /** What is under way that the worker waits for, or we wait for the worker. */
  #holds = 0;

  constructor({ workspace, clientId, scope, transport = "worker" }: WorkspaceOptions, answer: Answer) {
    this.config = {
      workspace,
      client_id: clientId,
      public_base_url: scope,
      transport,
      user: toAnonymousUser(workspace, clientId, true),
    };
    this.#answer = answer;
    this.events = new Emitter<ServiceEvents>(() => this.#updateWatch());
  }

  async open(join: WorkspaceOptions["join"]): Promise<void> {
    const { workspace, client_id: clientId, public_base_url: scope } = this.config;
    const owner = {
      scope,
      describe: () => ({
        workspace,
        clientId,
        watch: this.events.isUsed,
        services: [...this.services.values()].map(({ wire }) => wire),
        left: this.executions?.left ?? [],
      }),
      leave: () => this.executions?.abandon(),
      serve: (port: MessagePort, worker: ServiceWorker | undefined) => this.#serve(port, worker),
    };
    this.#link = await join(owner);
  }

  #serve(port: MessagePort, worker: ServiceWorker | undefined): () => void {
    const since = performance.now();
    const session: CallSession = {
      ...{ boot: "", since, worker, port, isReplaced: false },
      ...{ calls: new Map(), late: new Map() },
    };
    port.onmessage = ({ data }: MessageEvent<ToPage>) => {
      if (data.type === "services") this.#onServices(data.services);
      else if (data.type === "boot") {
        session.boot = data.boot;
        this.executions?.begin(session);
      } else this.#answer(data, session);
    };
    return () => {
      session.isReplaced = true;
    };
  }

  /** @throws {TabserveError} `disconnected` */
  get link(): HostLink {
    if (this.#link) return this.#link;
    throw toDisconnected();
  }

  /** Something begins (1) or ends (-1) that the worker must stay awake for. */
  hold(change: 1 | -1): void {
    const before = this.#holds;
    this.#holds += change;
    if (before === 0 || this.#holds === 0) this.#link?.keepAwake(this.#holds > 0);
  }

  close(): void {
    this.services.clear();
    this.#link?.close();
    this.#link = undefined;
  }

  /** Pages that listen to nothing are told nothing. */
  #updateWatch(): void {
    const on = this.events.isUsed;
    if (!on) this.#known = undefined;
    this.#link?.ask((host) => host.watch(on)).catch(() => {}); // the next session says it again
  }

  async #onServices(infos: readonly string[]): Promise<void> {
    const { tellChanges } = await import("./watch.js");
    this.#known = tellChanges(this.events, this.#known, infos);
  }
}

import type { Activation } from "../activations/record.js";
import type { Answer, Call, Convention, Page } from "../conventions/convention.js";
import { answerOnce, toClient } from "../local/answerer.js";
import { LocalHost } from "../local/host.js";
import type { ServiceInfo, WireService } from "../protocol.js";
import { type Address, parseAddress, parseServiceId } from "../route.js";
import type { Service } from "../service.js";
import type { CallEntry } from "./call.js";
import type { Place, ServeOptions } from "./place.js";
import { TestConnection } from "./test-connection.js";

/** A URL that something is served at. */
export interface Found {
  readonly site: Site;
  readonly address: Address;
  /** `undefined` for the list of services. */
  readonly service: WireService | undefined;
  readonly options: ServeOptions;
}

/** Told what a handler threw, also after its answer. */
export type OnError = (entry: CallEntry, error: unknown) => void;

/** Answers a call by handlers that run in the page that asks. */
export type AnswerInPage = (entry: CallEntry, call: Call, page: Page) => Promise<Answer>;

/** How a service is served. */
export interface Served {
  readonly options: ServeOptions;
  readonly answerInPage?: AnswerInPage | undefined;
}

/** Everything that is served in one place: a host as a service worker has one for its scope. */
export class Site {
  readonly place: Place;
  readonly #onError: OnError;
  readonly #host: LocalHost;
  /** By workspace. */
  readonly #connections = new Map<string, TestConnection>();
  /** Of a mount: the one service that everything is for. */
  #mounted: Pick<Address, "workspace" | "serviceId"> | undefined;
  /** By workspace and id. */
  readonly #served = new Map<string, Served>();
  /** Under way, by the host's name of the caller. */
  readonly #entries = new Map<string, CallEntry>();

  constructor(place: Place, onError: OnError) {
    this.place = place;
    this.#onError = onError;
    this.#host = new LocalHost(place.scope, {
      findMember: (client, workspace) => {
        const entry = this.#entries.get(client);
        const isMember = entry && this.#served.get(toKey(workspace, entry.service))?.options.member !== false;
        return isMember ? { clientId: entry.caller } : undefined;
      },
    });
  }

  /** @throws {TabserveError} `bad-service` */
  async serve(definition: unknown, served: Served): Promise<ServiceInfo> {
    const { workspace = "local" } = served.options;
    const connection = this.#connections.get(workspace) ?? (await this.#connect(workspace));
    const info = await connection.register(definition);
    const serviceId = info.id.slice(info.id.indexOf(":") + 1);
    this.#served.set(toKey(workspace, serviceId), served);
    this.#mounted = { workspace, serviceId };
    return info;
  }

  async stop(workspace: string, id: string): Promise<void> {
    await this.#connections.get(workspace)?.unregister(id);
  }

  find(url: URL): Found | undefined {
    const { origin, base, isMount } = this.place;
    if (origin !== undefined && url.origin !== origin) return undefined;
    const address = isMount ? this.#parseMounted(url) : parseAddress(url, base);
    const connection = address && this.#connections.get(address.workspace);
    if (!connection) return undefined;
    if (address.serviceId === "") return { site: this, address, service: undefined, options: {} };
    const reference = parseServiceId(address.serviceId);
    const service = "problem" in reference ? undefined : connection.find(reference.id);
    if (!service) return undefined;
    const { options = {} } = this.#served.get(toKey(address.workspace, service.id)) ?? {};
    return { site: this, address, service, options };
  }

  #parseMounted({ pathname, search }: URL): Address | undefined {
    const { base } = this.place;
    if (!this.#mounted || !pathname.startsWith(base)) return undefined;
    return { face: "apps", ...this.#mounted, path: pathname.slice(base.length - 1), query: search.slice(1) };
  }

  /** Never rejects, but when the call is aborted. */
  async answer(entry: CallEntry, request: Request, address: Address): Promise<Response> {
    const client = toClient();
    this.#entries.set(client, entry);
    return answerOnce(request, { host: this.#host, address }, client);
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close();
  }

  async #connect(workspace: string): Promise<TestConnection> {
    /** By the host's number. */
    const numbered = new Map<number, CallEntry>();
    const connection = await TestConnection.open({
      ...{ host: this.#host, workspace, scope: this.place.scope },
      answer: (own) => this.#toConvention(own, { workspace, numbered }),
      record(call, activation: Activation) {
        const entry = numbered.get(call);
        if (entry) entry.activation = activation;
      },
    });
    this.#connections.set(workspace, connection);
    return connection;
  }

  /** The service's own, told which of the test's calls it answers. */
  #toConvention(
    own: Service,
    { workspace, numbered }: { workspace: string; numbered: Map<number, CallEntry> },
  ): Convention {
    return (service, call, page) => {
      const entry = this.#entries.get(call.client);
      if (!entry) return own.answer(service, call, page);
      numbered.set(call.id, entry);
      const asked = { ...call, caller: entry.caller };
      const scope = new URL(this.place.base, entry.url).href;
      const context = {
        ...page,
        scope,
        ...(this.place.isMount && { mount: scope }),
        userAgent: entry.headers["user-agent"] ?? "",
        report: (error: unknown) => this.#onError(entry, error),
      };
      const inPage = this.#served.get(toKey(workspace, own.wire.id))?.answerInPage;
      return inPage ? inPage(entry, asked, context) : own.answer(service, asked, context);
    };
  }
}

function toKey(workspace: string, id: string): string {
  return `${workspace}/${id}`;
}

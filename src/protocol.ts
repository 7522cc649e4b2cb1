/** Every word that crosses between page and worker. Imports nothing. */

declare const __TABSERVE_BUILD__: string;

/** Version of the words below. Page and worker work together only when it is the same. */
export const PROTOCOL = 1;

/** Hash of the sources that page and worker were built from. */
export const BUILD: string = __TABSERVE_BUILD__;

/**
 * The request by which a page proves that its requests go through the worker, relative to the scope. Its place and
 * the `protocol` and `build` of its answer stay the same for ever: they are how different versions recognise each other.
 */
export const LOOP_PATH = ".tabserve/apps/loop";

/** The answer to {@link LOOP_PATH}. */
export interface Loop {
  readonly protocol: number;
  readonly build: string;
  /** Random; a new one for every start of the worker. */
  readonly boot: string;
  /** The worker's id of the asking page; its Web Lock carries it. */
  readonly client: string;
}

/** What a connection tells about itself; everything the worker knows of it can be made from this. */
export interface Hello {
  readonly lock: string;
  readonly workspace: string;
  readonly clientId: string;
  readonly services: readonly WireService[];
  /** The requests of handlers that ran, or run, for an earlier boot: their next dispatch is to come here (see `src/repeat.ts`). */
  readonly left: readonly string[];
  /** Whether to send {@link WireServices} at every change. */
  readonly watch: boolean;
}

/** What the worker needs of a service to route to it. The functions stay on the page. */
export interface WireService {
  readonly id: string;
  readonly type: string;
  readonly visibility: Visibility;
  readonly singleton: boolean;
  /** Whether watching pages hear of it. */
  readonly notify: boolean;
  /** Milliseconds. */
  readonly timeout: number;
  /** Whether it takes request bodies as they come, instead of whole. */
  readonly streams: boolean;
  /** Time of registration, epoch milliseconds with fractions: it orders providers and outlives the worker. */
  readonly since: number;
  /** {@link ServiceInfo} as JSON: one string is cheaper to move than a tree of 10,000 functions. */
  readonly info: string;
}

export type Visibility = "public" | "protected" | "unlisted";

/** Page → worker, by `ServiceWorker.postMessage`: reaches a sleeping worker, unlike a port. */
export type PageMessage =
  | { readonly tabserve: "claim" }
  /** "I am about to use my control port": a boot that does not know the connection asks it to rejoin. */
  | { readonly tabserve: "wake"; readonly lock: string }
  /** Brings two ports: control (Comlink, {@link Host}) and calls. */
  | { readonly tabserve: "hello"; readonly hello: Hello };

/** Worker → page, by `Client.postMessage`: "this boot does not know the connection with this lock, say hello". */
export interface WorkerMessage {
  readonly tabserve: "rejoin";
  readonly lock: string;
}

/** One request on its way to a handler. */
export interface WireCall {
  readonly type: "call";
  /** Unique within the session. */
  readonly id: number;
  /** When it was sent, epoch milliseconds. */
  readonly at: number;
  readonly workspace: string;
  /** The registered id. */
  readonly service: string;
  /** The service id as the URL has it, decoded: may carry `clientid:`. */
  readonly serviceId: string;
  readonly method: string;
  /** Path below the service, percent-encoded, starting with `/`. */
  readonly path: string;
  /** Without `?`, encoded; `""` when there is none. */
  readonly query: string;
  readonly headers: WireHeaders;
  readonly body: ArrayBuffer | MessagePort | null;
  /** The worker's id of the caller; `""` for navigations. Stays the same for the caller's life. */
  readonly client: string;
  /** The caller's client id when it is connected, the worker's id of it otherwise, absent for navigations. */
  readonly caller?: string;
  /** Whether the caller's page is connected to the workspace. */
  readonly member: boolean;
  /** Whether it came with the worker's start: only such a request can be an earlier boot's once more. */
  readonly isEarly: boolean;
}

/** A direct call of a service's function, from another page's `getService`. */
export interface WireInvoke {
  readonly type: "invoke";
  readonly id: number;
  /** When it was sent, epoch milliseconds. */
  readonly at: number;
  readonly workspace: string;
  readonly service: string;
  readonly path: readonly string[];
  readonly args: readonly unknown[];
  readonly caller: string;
  readonly member: boolean;
}

/** The workspace's services changed; sent to pages that watch. */
export interface WireServices {
  readonly type: "services";
  readonly services: readonly string[];
}

/** First message of a session: which start of the worker the page talks to. */
export interface WireBoot {
  readonly type: "boot";
  readonly boot: string;
}

/** The browser has taken the answer: the request can never be dispatched again. */
export interface WireAcknowledgement {
  readonly type: "acknowledge";
  readonly id: number;
}

/** Nobody waits for the answer any more. */
export interface WireCancel {
  readonly type: "cancel";
  readonly id: number;
  readonly reason: "deadline-exceeded" | "caller-gone";
}

/**
 * A page that got a call late asks whether somebody waits for it still. The worker says the same back, or nothing: the
 * boot may be dead and the request have gone elsewhere.
 */
export interface WireConfirm {
  readonly type: "confirm";
  readonly id: number;
}

/** The page has no such service any more. Brings the body back, for another page. */
export interface WireAbsent {
  readonly type: "absent";
  readonly id: number;
  readonly body: ArrayBuffer | MessagePort | null;
}

/**
 * The request comes again, and its execution has given the body of its answer to an earlier boot: a stream flows once.
 */
export interface WireSpent {
  readonly type: "spent";
  readonly id: number;
}

/** Worker → page on the calls port. */
export type ToPage =
  | WireBoot
  | WireCall
  | WireAcknowledgement
  | WireCancel
  | WireConfirm
  | WireInvoke
  | WireServices;

/** Page → worker on the calls port. */
export type ToWorker =
  | WireConfirm
  | WireAbsent
  | WireSpent
  | (WireAnswer & { readonly type: "answer"; readonly id: number })
  | (Outcome<unknown> & { readonly type: "outcome"; readonly id: number });

/** Pairs, because repeated names must survive. */
export type WireHeaders = [name: string, value: string][];

/** Consumer → producer on the port of a body that is a stream, see `src/flow.ts`. */
export type FlowToProducer =
  /** As many more bytes may come; the last chunk may be larger. */
  { readonly type: "credit"; readonly bytes: number } | { readonly type: "cancel"; readonly reason: string };

/** Producer → consumer on the port of a body. */
export type FlowToConsumer =
  | { readonly type: "chunk"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: "end" }
  | { readonly type: "error"; readonly message: string };

/** What becomes a `Response`. */
export interface WireAnswer {
  readonly status: number;
  readonly statusText?: string;
  readonly headers: WireHeaders;
  /** Bytes belong to the handler until they are sent: the page sends a copy. */
  readonly body: string | Uint8Array<ArrayBuffer> | Blob | MessagePort | null;
}

/** A result or a failure as data: Comlink and structured clone would lose an error's code. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** What a page may ask of the worker over the control port. */
export interface Host {
  /** Resolves once the worker watches the connection's lock. */
  ready(): Promise<void>;
  register(service: WireService): Promise<Outcome<null>>;
  unregister(id: string): Promise<void>;
  /** {@link ServiceInfo} as JSON, newest first. */
  list(query: ServiceQuery): Promise<readonly string[]>;
  /** Rejects never; settles when the provider answers, dies or passes its deadline. */
  invoke(target: InvokeTarget): Promise<Outcome<unknown>>;
  /** See {@link Hello.watch}. */
  watch(on: boolean): Promise<void>;
}

/** Which services to list; every given key must match. */
export interface ServiceQuery {
  /** Default: the connection's own. */
  readonly workspace?: string;
  /** `S` or `clientid:S`. */
  readonly id?: string;
  readonly type?: string;
  readonly name?: string;
  readonly visibility?: Visibility;
  readonly includeUnlisted?: boolean;
}

export interface InvokeTarget {
  readonly workspace: string;
  /** `S` or `clientid:S`. */
  readonly id: string;
  readonly path: readonly string[];
  readonly args: readonly unknown[];
}

/** What is told about a service (spec: Hypha, `registerService`). */
export interface ServiceInfo {
  /** `workspace/clientid:id` */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly docs: string;
  readonly app_id: "*";
  /** Mirrors the nesting of the service's functions. */
  readonly service_schema: ServiceSchema;
  /** Where its functions answer; ends with `/`. */
  readonly url: string;
}

export interface ServiceSchema {
  readonly [key: string]: ServiceSchema | FunctionSchema;
}

export interface FunctionSchema {
  readonly type: "function";
  readonly function: { readonly name: string };
}

const LOCK_PREFIX = "tabserve";

/** What a connection's lock says about it. */
export interface LockName {
  /** Path of the worker's scope. */
  readonly scope: string;
  readonly workspace: string;
  /** The worker's id of the page. */
  readonly client: string;
  readonly nonce: string;
}

export function formatLockName({ scope, workspace, client, nonce }: LockName): string {
  return [LOCK_PREFIX, scope, workspace, client, nonce].map(encodeURIComponent).join("/");
}

/** Inverse of {@link formatLockName}; `undefined` for other people's locks. */
export function parseLockName(name: string): LockName | undefined {
  const parts = name.split("/");
  if (parts[0] !== LOCK_PREFIX || parts.length !== 5) return undefined;
  try {
    const [, scope = "", workspace = "", client = "", nonce = ""] = parts.map(decodeURIComponent);
    return { scope, workspace, client, nonce };
  } catch {
    return undefined; // no escapes of ours
  }
}

/** Whether a message is one of ours; everybody on the origin may send anything. */
export function isTabserveMessage(data: unknown): data is { readonly tabserve: string } {
  return (
    typeof data === "object" && data !== null && typeof (data as { tabserve?: unknown }).tabserve === "string"
  );
}

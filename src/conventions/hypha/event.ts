import { decodePercent } from "../../route.js";
import type { ByteStream, Call } from "../convention.js";
import { toHeaderRecord } from "../header-record.js";
import type { Context } from "./context.js";
import type { User } from "./user.js";

/**
 * The request as a handler sees it: an ASGI scope with the body read (Hypha, serverless functions).
 * @typeParam Body what a body is; see {@link StreamingHyphaEvent}
 */
export interface HyphaEvent<Body extends ByteStream | Uint8Array = Uint8Array> {
  readonly type: "http";
  readonly asgi: { readonly version: "3.0"; readonly spec_version: "2.3" };
  readonly http_version: "1.1";
  readonly scheme: "http" | "https";
  readonly server: readonly [host: string, port: number];
  /** The requesting client; absent when the browser does not tell (navigations). */
  readonly client?: readonly [id: string, port: 0];
  readonly root_path: "";
  readonly state: Record<string, unknown>;
  /** Upper case. */
  readonly method: string;
  /** Below the service, decoded, with its leading slash; a trailing slash is kept. */
  readonly path: string;
  /** As {@link path}, still percent-encoded. */
  readonly raw_path: string;
  /** Without `?`, still encoded. */
  readonly query_string: string;
  /** Lower-case names; repeated names are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** `null` when empty; never decoded or parsed. */
  readonly body: Body | null;
  readonly workspace: string;
  /** As written in the URL, decoded. */
  readonly service_id: string;
  readonly user: User;
  /** The path asked for, when `default` stands in for a missing function. */
  readonly function_path?: string;
  /** The whole address, as the caller asked for it. Not enumerable. */
  readonly url?: string;
  /** Fires when nobody waits for the answer any more: the deadline passed or the caller is gone. Not enumerable. */
  readonly signal?: AbortSignal;
  /** Writes to the call's record. Not enumerable. */
  log?(...values: unknown[]): void;
  /** As {@link log}, to `stderr`. Not enumerable. */
  error?(...values: unknown[]): void;
  /** The second argument once more, with `require_context`. */
  readonly context?: Context;
}

/** What handlers of a service with `config.stream: true` get: the body as it comes, `null` when there is none. */
export type StreamingHyphaEvent = HyphaEvent<ByteStream>;

/** @param url of the server: any of its addresses */
export function toEvent(
  call: Call,
  url: string,
  extra: {
    user: User;
    functionPath: string | undefined;
    context: Context | undefined;
    /** `config.stream` */
    isStreaming?: boolean;
  },
): HyphaEvent<ByteStream | Uint8Array> {
  const { scheme, server } = toServer(url);
  return {
    type: "http",
    asgi: { version: "3.0", spec_version: "2.3" },
    http_version: "1.1",
    scheme,
    server: [...server],
    ...(call.caller !== undefined && { client: [call.caller, 0] as const }),
    root_path: "",
    state: {},
    method: call.method.toUpperCase(),
    path: decodePercent(call.path),
    raw_path: call.path,
    query_string: call.query,
    headers: toHeaderRecord(call.headers),
    body: toBody(call.body, extra.isStreaming === true),
    workspace: call.workspace,
    service_id: call.serviceId,
    user: extra.user,
    ...(extra.functionPath !== undefined && { function_path: extra.functionPath }),
    ...(extra.context && { context: extra.context }),
  };
}

/** A browser that reads bodies whole gives streaming handlers a stream all the same. */
function toBody(body: Call["body"], isStreaming: boolean): ByteStream | Uint8Array | null {
  if (!(body instanceof ArrayBuffer)) return body;
  if (body.byteLength === 0) return null;
  return isStreaming ? new Response(body).body : new Uint8Array(body);
}

type Server = Pick<HyphaEvent, "scheme" | "server">;

const servers = new Map<string, Server>();

/** Kept: a page has one origin, and parsing it costs as much as the rest of the event. */
function toServer(url: string): Server {
  const known = servers.get(url);
  if (known) return known;
  const { protocol, hostname, port } = new URL(url);
  const scheme = protocol === "https:" ? "https" : "http";
  const server = { scheme, server: [hostname, port ? Number(port) : scheme === "https" ? 443 : 80] } as const;
  servers.set(url, server);
  return server;
}

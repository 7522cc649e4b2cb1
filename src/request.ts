/** Events as standard requests. @module tabserve/request */

import type { ByteStream } from "./conventions/convention.js";
import { toFullRequest } from "./conventions/full-request.js";

/** What {@link request} reads of an event; every convention's events of HTTP requests have it. */
export interface RequestEvent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: ByteStream | Uint8Array | string | null;
  /** Decoded; counts when there is no `raw_path`. */
  readonly path?: string;
  readonly raw_path?: string;
  readonly query_string?: string;
  readonly scheme?: string;
  readonly server?: readonly [host: string, port: number];
  readonly root_path?: string;
  readonly workspace?: string;
  readonly service_id?: string;
  /** Absolute; counts before all the parts of an address. */
  readonly url?: string;
  readonly signal?: AbortSignal;
}

/**
 * The event as a standard `Request`: `await request(event).formData()` reads a form with its files. Each call makes a
 * new one; a body that is a stream can be read by one of them only. `headers` has all that came, also those that
 * browsers keep out of a `Request` (`cookie`, `origin`, `referer`).
 * @throws {TypeError} for a header or method that HTTP does not allow
 */
export function request(event: RequestEvent): Request {
  const { method, headers, body = null, signal } = event;
  return toFullRequest(event.url ?? toUrl(event), { method, headers: new Headers(headers), body, signal });
}

/** For events that were copied: what is not enumerable, `url` too, stayed behind. */
function toUrl(event: RequestEvent): string {
  const {
    scheme = "http",
    server = ["localhost", 80],
    root_path = "",
    workspace,
    service_id: service,
  } = event;
  const servicePath =
    workspace === undefined || service === undefined
      ? ""
      : `/${encodeURIComponent(workspace)}/apps/${encodeURIComponent(service)}`;
  const path = event.raw_path ?? (event.path ?? "/").split("/").map(encodeURIComponent).join("/");
  const query = event.query_string ? `?${event.query_string}` : "";
  return new URL(`${scheme}://${server[0]}:${server[1]}${root_path}${servicePath}${path}${query}`).href;
}

import { decodePercent } from "../../route.js";
import { toServiceUrl } from "../call-url.js";
import type { Call, Page } from "../convention.js";
import type { Context } from "../hypha/context.js";
import { type HyphaEvent, toEvent } from "../hypha/event.js";
import type { User } from "../hypha/user.js";

type SharedKey = "type" | "asgi" | "http_version" | "scheme" | "server" | "client" | "state" | "method";
type HyphaKey = "workspace" | "service_id" | "user" | "context";

/**
 * One request as an ASGI app gets it: the keys of ASGI 3, HTTP connection scope, and Hypha's `workspace`, `service_id`,
 * `user` and, with `require_context`, `context`.
 *
 * `root_path` says where the app is mounted and `path` begins with it: "`PATH_INFO` can be derived by stripping
 * `root_path` from `path`" (ASGI 3, WSGI compatibility). So Starlette and FastAPI (since 0.33), Django and Quart find
 * their routes and make right URLs and redirects. Hypha sends the rest of the path with an empty `root_path`. An app that
 * compares `path` by itself takes `path.slice(root_path.length)`, which is right on both.
 */
export interface AsgiScope extends Pick<HyphaEvent, SharedKey | HyphaKey> {
  /** Decoded. */
  readonly path: string;
  /** As {@link path}, still percent-encoded. */
  readonly raw_path: Uint8Array;
  /** Without `?`, still encoded. */
  readonly query_string: Uint8Array;
  /** Path of the service, decoded, without a slash at its end. */
  readonly root_path: string;
  /** Lower-case names; repeated ones stay apart. */
  readonly headers: readonly (readonly [name: Uint8Array, value: Uint8Array])[];
}

export function toScope(
  call: Call,
  page: Pick<Page, "scope" | "mount">,
  { user, context }: { readonly user: User; readonly context: Context | undefined },
): AsgiScope {
  const { body, function_path, ...event } = toEvent(call, page.scope, {
    user,
    context,
    functionPath: undefined,
  });
  const root = new URL(toServiceUrl(call, page)).pathname.slice(0, -1);
  return {
    ...event,
    path: decodePercent(`${root}${call.path}`),
    raw_path: toBytes(`${root}${call.path}`),
    query_string: toBytes(call.query),
    root_path: decodePercent(root),
    headers: call.headers.map(([name, value]) => [toBytes(name.toLowerCase()), toBytes(value)]),
  };
}

/** One byte for each character, as a URL's and a header's text has them (Infra Standard, isomorphic encode). */
function toBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/**
 * The URL grammar: `<scope><workspace>/apps/<service>[/<path>][?query]` for HTTP, `<scope><workspace>/services/` for the list
 * of services, `<scope><workspace>/services/<service>[/<function>][?query]` for calls by name.
 */

/** What an address says, before anybody is asked whether it exists. */
export interface Address {
  /** `apps`: the service answers as it likes. `services`: its functions are called by name, with JSON (Hypha). */
  readonly face: "apps" | "services";
  /** Decoded. */
  readonly workspace: string;
  /** Decoded; may carry `clientid:`; `""` for the list of services. */
  readonly serviceId: string;
  /** Still percent-encoded, with its leading slash; `""` when the URL ends with the service. */
  readonly path: string;
  /** Without `?`, still encoded. */
  readonly query: string;
}

/** `/apps/` alone is not ours, `/services/` is. */
const GRAMMAR = /^([^/]+)\/(apps(?=\/.)|services)\/(?:([^/]+)(\/.*)?)?$/;

/**
 * @param url same-origin URL
 * @param scope path of the worker's scope, with its trailing slash
 * @returns `undefined` when the URL is not ours
 */
export function parseAddress(url: URL, scope: string): Address | undefined {
  if (!url.pathname.startsWith(scope)) return undefined;
  const match = GRAMMAR.exec(url.pathname.slice(scope.length));
  if (!match) return undefined;
  const [, workspace = "", face, serviceId = "", path = ""] = match;
  return {
    face: face as Address["face"], // the grammar knows no other
    workspace: decodePercent(workspace),
    serviceId: decodePercent(serviceId),
    path,
    query: url.search.slice(1),
  };
}

/** Inverse of {@link parseAddress} for what is below `/apps/`: absolute. */
export function formatAddress(
  { workspace, serviceId, path, query }: Omit<Address, "face">,
  scope: string,
): string {
  const service = formatServiceUrl(scope, workspace, serviceId).slice(0, -1);
  return `${service}${path}${query && `?${query}`}`;
}

/** A service's own URL: absolute, with a trailing slash. */
export function formatServiceUrl(scope: string | URL, workspace: string, service: string): string {
  return new URL(`${encodeURIComponent(workspace)}/apps/${encodeURIComponent(service)}/`, scope).href;
}

/** How to choose among several providers of one service (Hypha, `_mode`). */
export type Mode = "default" | "exact" | "random" | "first" | "last" | "min_load";

const MODES: readonly string[] = ["exact", "random", "first", "last", "min_load"];

/** A service as an address names it. */
export interface ServiceReference {
  readonly id: string;
  /** Only this client's instance. */
  readonly clientId?: string;
}

/** An address that can never be served; becomes a 400. */
export interface BadAddress {
  readonly problem: string;
}

/** `S`, `clientid:S` or `*:S`. Globs and app ids are refused, so they can never disclose other services. */
export function parseServiceId(text: string): ServiceReference | BadAddress {
  const parts = text.split(":");
  if (parts.length > 2)
    return { problem: `Invalid service id: ${text} has more than one ":"; use service or clientid:service` };
  if (text.includes("@"))
    return { problem: `Invalid service id: ${text} contains "@"; app ids are not supported` };
  const id = parts.at(-1) ?? "";
  const clientId = parts.length === 2 ? parts[0] : undefined;
  if (id === "" || clientId === "")
    return { problem: `Invalid service id: ${text}; use service or clientid:service` };
  if (id.includes("*") || (clientId?.includes("*") && clientId !== "*"))
    return { problem: `Invalid service id: ${text} is a pattern; name one service` };
  return clientId === undefined || clientId === "*" ? { id } : { id, clientId };
}

/** The `_mode` of a query; the first one counts. */
export function parseMode(query: string): Mode | BadAddress {
  if (!query.includes("_mode")) return "default";
  const mode = new URLSearchParams(query).get("_mode");
  if (mode === null) return "default";
  if (MODES.includes(mode)) return mode as Mode;
  return { problem: `Invalid mode: ${mode}; use one of ${MODES.join(", ")}` };
}

/**
 * Percent-decodes as UTF-8 and never throws: what is no escape stays, bytes that are no UTF-8 become U+FFFD
 * (URL Standard, percent-decode; the same as Python's `unquote`). `+` stays `+`.
 */
export function decodePercent(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
      new TextDecoder("utf-8", { ignoreBOM: true }).decode(
        Uint8Array.from(run.slice(1).split("%"), (hex) => Number.parseInt(hex, 16)),
      ),
    );
  }
}

import type { Call } from "../convention.js";
import { toHeaderRecord } from "../header-record.js";
import { Refusal } from "../refusal.js";
import { parseBody, toRawBody } from "./body.js";
import type { FunctionSettings } from "./settings.js";

/** First argument of a handler: the request, and parameters at the top level. */
export interface DigitalOceanEvent {
  /** Absent when the function is invoked from code. */
  readonly http?: DigitalOceanRequest;
  // biome-ignore lint/suspicious/noExplicitAny: parameters of any JSON type, which handlers know and TypeScript does not
  readonly [parameter: string]: any;
}

export interface DigitalOceanRequest {
  /** Lower-case names; repeats are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Upper case. */
  readonly method: string;
  /** Behind the function: `""`, `"/"` or `/a/b`, still percent-encoded. */
  readonly path: string;
  /** `web: "raw"`: always, `""` when absent; `web: true`: only for a body that is not spread. */
  readonly body?: string;
  /** Whether {@link body} is base64. */
  readonly isBase64Encoded?: boolean;
  /** `web: "raw"` only; without `?`, still encoded. */
  readonly queryString?: string;
}

/** What only the convention's caller knows of a request. */
export interface RequestFacts {
  readonly path: string;
  readonly requestId: string;
  /** Absolute URL of the server: any of its addresses. */
  readonly url: string;
  readonly userAgent: string;
}

/** Names of OpenWhisk's own; a request may not use them. */
const RESERVED = ["method", "headers", "path", "user", "query", "body"].map((name) => `__ow_${name}`);

/** @throws {Refusal} 400: malformed, or a parameter that a request may not give */
export function toEvent(
  call: Call,
  bytes: Uint8Array,
  { facts, settings }: { facts: RequestFacts; settings: FunctionSettings },
): DigitalOceanEvent {
  const headers = toRequestHeaders(call.headers, facts);
  const request = { headers, method: call.method.toUpperCase(), path: facts.path };
  const configured = structuredClone(settings.parameters);
  const type = headers["content-type"];
  if (settings.web === "raw")
    return withRequest(configured, { ...request, queryString: call.query, ...toRawBody(bytes, type) });
  const query = Object.fromEntries(new URLSearchParams(call.query));
  const body = parseBody(bytes, type);
  refuseReserved(query, settings);
  // `__ow_body` may stand for a body that is not spread.
  if (body.http.body === undefined) refuseReserved(body.parameters, settings);
  return withRequest({ ...configured, ...query, ...body.parameters }, { ...request, ...body.http });
}

/** The event of a function that is invoked from code. */
export function toInvokeEvent(
  settings: FunctionSettings,
  parameters: Readonly<Record<string, unknown>>,
): DigitalOceanEvent {
  return { ...structuredClone(settings.parameters), ...parameters };
}

/** A request can never replace `http`. */
function withRequest(parameters: object, http: DigitalOceanRequest): DigitalOceanEvent {
  const event: Record<string, unknown> = { http };
  return { ...event, ...parameters, http };
}

function refuseReserved(given: object, { annotations, parameters }: FunctionSettings): void {
  const isFinal = (key: string) => Object.hasOwn(parameters, key) && parameters[key] !== null;
  const key = Object.keys(given).find(
    (one) => RESERVED.includes(one) || (annotations.final === true && isFinal(one)),
  );
  if (key === undefined) return;
  throw new Refusal(
    400,
    "bad-request",
    "Request defines parameters that are not allowed (e.g., reserved properties).",
  );
}

/** With what every request has on DigitalOcean, where browsers hide it from a worker. */
function toRequestHeaders(headers: Call["headers"], facts: RequestFacts): Record<string, string> {
  const { host, protocol } = new URL(facts.url);
  return {
    accept: "*/*",
    "user-agent": facts.userAgent,
    host,
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-proto": protocol.slice(0, -1),
    ...toHeaderRecord(headers),
    "accept-encoding": "gzip",
    "x-request-id": facts.requestId,
  };
}

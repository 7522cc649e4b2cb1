import type { Target } from "../answerer.js";
import { type Serving, serve } from "../serve.js";
import type { ExchangeRequest } from "./exchange.js";
import { type Sent, toSent } from "./sent.js";

/** A request of ours between `open()` and `send()`. */
export interface Opened {
  readonly target: Target;
  readonly url: URL;
  readonly method: string;
  readonly isAsync: boolean;
  readonly headers: Headers;
  /** From `overrideMimeType()`. */
  mimeType?: string;
}

/**
 * @param rest what `open()` got behind the URL: an argument that is `undefined` says `false`
 * @returns `undefined` for what is not ours, or no address
 */
export function findOpened(
  { find }: Serving,
  [method, url]: readonly [method: string, url: string | URL],
  rest: readonly unknown[],
): Opened | undefined {
  if (!URL.canParse(url, document.baseURI)) return undefined;
  const absolute = new URL(url, document.baseURI);
  const target = find(absolute);
  const isAsync = rest.length === 0 || Boolean(rest[0]);
  return target && { target, url: absolute, method: toUpper(method), isAsync, headers: new Headers() };
}

/** Fetch Standard, normalize: others stay as they are. */
function toUpper(method: string): string {
  return /^(delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method;
}

/** What is sent, and how it is answered. */
export function toExchangeRequest(
  { target, url, method, headers, mimeType }: Opened,
  serving: Serving,
  { body, withCredentials }: { body: Parameters<typeof toSent>[0]; withCredentials: boolean },
): ExchangeRequest {
  const hasBody = method !== "GET" && method !== "HEAD";
  const credentials = withCredentials ? "include" : "same-origin";
  const answer = async (sent: Sent | undefined, signal: AbortSignal): Promise<Response> => {
    if (sent?.type && !headers.has("content-type")) headers.set("content-type", sent.type);
    const request = new Request(url, { method, headers, credentials, body: sent?.bytes ?? null, signal });
    return serve(request, target, { ...serving, hasSignal: true });
  };
  return { sent: hasBody ? toSent(body) : undefined, mimeType, answer };
}

/** The function would run on the thread that waits for it. */
export function toSynchronous({ url }: Opened): DOMException {
  const message = `A synchronous XMLHttpRequest of ${url} cannot be answered by a function of this page; open it with async = true, or use fetch`;
  return new DOMException(message, "NetworkError");
}

import { answerOnce, type FindTarget, type Target } from "./answerer.js";

/** Redirects that a request may take (Fetch Standard, HTTP-redirect fetch). */
export const MOST_REDIRECTS = 20;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** What happens to a request that is ours, from where it is made to its response. */
export interface Serving {
  readonly find: FindTarget;
  /** For addresses of the network that ours redirect to. */
  readonly fetch: typeof fetch;
}

/**
 * Answers a request of this page as a worker behind `fetch` would: follows redirects, and gives a response that knows its
 * URL.
 * @param hasSignal whether somebody may abort while the body is read
 * @throws {TypeError} where `fetch` has a network error; the reason of an abort
 */
export async function serve(
  request: Request,
  target: Target,
  { find, fetch, hasSignal }: Serving & { readonly hasSignal: boolean },
): Promise<Response> {
  let current: { readonly request: Request; readonly target: Target } = { request, target };
  for (let redirects = 0; ; redirects++) {
    const { request: asked, target: asking } = current;
    const spare = toSpare(asked);
    if (!asked.headers.has("accept")) asked.headers.set("accept", "*/*");
    const response = await answerOnce(asked, asking);
    const url = findLocation(response, asked);
    if (!url || asked.redirect === "manual")
      return toServed(url ? toOpaqueRedirect() : response, {
        url: asked.url,
        isRedirected: redirects > 0,
        signal: hasSignal ? asked.signal : undefined,
      });
    if (asked.redirect === "error") throw new TypeError(`${asked.url} redirects, and redirect is "error"`);
    if (redirects === MOST_REDIRECTS) throw new TypeError(`${asked.url} redirects too often`);
    const next = await toRedirected(spare, response.status, url);
    const nextTarget = find(url);
    if (!nextTarget) return toServed(await fetch(next), { isRedirected: true });
    current = { request: next, target: nextTarget };
  }
}

/** For another request with the same body. */
function toSpare(request: Request): Request {
  return request.redirect === "follow" && !isBodiless(request.method) ? request.clone() : request;
}

/**
 * Where an answer redirects to; `undefined` when it does not.
 * @throws {TypeError} for an address that is none
 */
export function findLocation(
  { status, headers }: Pick<Response, "status" | "headers">,
  { url }: Pick<Request, "url">,
): URL | undefined {
  const location = REDIRECTS.has(status) ? headers.get("location") : null;
  if (location === null) return undefined;
  const next = new URL(location, url);
  if (!next.hash) next.hash = new URL(url).hash;
  return next;
}

/**
 * The request that a redirect asks for (Fetch Standard, HTTP-redirect fetch, steps 11 to 15).
 * @param request the one before, its body not read yet
 */
export async function toRedirected(request: Request, status: number, url: URL): Promise<Request> {
  const { method, signal, redirect, credentials, cache, referrerPolicy } = request;
  const isPost = method === "POST" && (status === 301 || status === 302);
  const isOther = status === 303 && !isBodiless(method);
  const same = { signal, redirect, credentials, cache, referrerPolicy };
  const headers = new Headers(request.headers);
  if (isPost || isOther) {
    for (const name of ["encoding", "language", "location", "type"]) headers.delete(`content-${name}`);
    return new Request(url, { ...same, headers });
  }
  const body = isBodiless(method) ? null : await request.arrayBuffer();
  return new Request(url, { ...same, method, headers, body: body?.byteLength ? body : null });
}

function isBodiless(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

/** What a page gets with `redirect: "manual"` (Fetch Standard, opaque-redirect filtered response). */
function toOpaqueRedirect(): Response {
  return Object.defineProperty(Response.error(), "type", { value: "opaqueredirect" });
}

interface Served {
  /** Default: as the response has it. */
  readonly url?: string;
  readonly isRedirected: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A response made by a script knows no URL. */
function toServed(response: Response, { url, isRedirected, signal }: Served): Response {
  const served = signal && response.body ? toAbortable(response, response.body, signal) : response;
  const clone = () => toServed(Response.prototype.clone.call(served), { ...(url && { url }), isRedirected });
  Object.defineProperties(served, {
    ...(url && { url: { value: url.split("#")[0] } }),
    ...(url && served.type === "default" && { type: { value: "basic" } }),
    redirected: { value: isRedirected },
    clone: { value: clone },
  });
  return served;
}

/** After an abort nothing more can be read, and the handler's stream is cancelled. */
function toAbortable(response: Response, body: NonNullable<Response["body"]>, signal: AbortSignal): Response {
  const { status, statusText, headers } = response;
  const { readable, writable } = new TransformStream();
  body.pipeTo(writable, { signal }).catch(() => {}); // the reader hears of it
  return new Response(readable, { status, statusText, headers });
}

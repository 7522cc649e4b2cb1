import type { BrowserContext, Route } from "@playwright/test";
import { findLocation, MOST_REDIRECTS, toRedirected } from "../local/serve.js";
import { CallEntry, type CallParts } from "./call.js";
import { readCookies, storeCookies } from "./cookies.js";
import { toFunctionNames, toList } from "./function-names.js";
import { readHeaders, toRequest } from "./request.js";
import type { Found } from "./site.js";

/** What the requests of a context have in common. */
export interface Surroundings {
  readonly context: BrowserContext;
  readonly find: (url: URL) => Found | undefined;
  /** @throws {Error} when the browser keeps it to itself */
  readonly readBody: (route: Route) => Promise<Uint8Array<ArrayBuffer> | null>;
  /** Told of each call before its handler runs. */
  readonly onStart: (entry: CallEntry) => void;
  /** Told of each call that is the service's: with `passthrough`, once a function was found for it. */
  readonly onCall: (entry: CallEntry) => void;
}

/** A call, and who answers it. */
interface Step {
  readonly found: Found;
  readonly entry: CallEntry;
}

/** What is to be given to the browser. */
export interface Outcome extends Step {
  readonly response: Response;
}

/**
 * Answers a request of the browser. Redirects to what is served too are followed here: a browser follows the redirect of an
 * answer that it is given past Playwright, into the network.
 * @returns `undefined` when it is to go where it would go without the service
 * @throws the reason when nobody waits any more; what `readBody` throws
 */
export async function answerRoute(
  route: Route,
  found: Found,
  surroundings: Surroundings,
): Promise<Outcome | undefined> {
  let step: Step = { found, entry: await toEntry(route, found, surroundings) };
  for (let redirects = 0; ; redirects++) {
    const response = await answerCall(step, surroundings);
    if (!response) return undefined;
    const next = findLocation(response, step.entry);
    const nextFound = next && surroundings.find(next);
    if (!nextFound || redirects === MOST_REDIRECTS) return { ...step, response };
    const request = await toRedirected(toRequest(step.entry), response.status, next);
    if (route.request().isNavigationRequest() && request.method === "GET")
      return { ...step, response: toPageThatGoesTo(next) };
    step = { found: nextFound, entry: await toNextEntry(step.entry, request, nextFound) };
  }
}

async function answerCall(
  { found, entry }: Step,
  { context, onStart, onCall }: Surroundings,
): Promise<Response | undefined> {
  const { site, address, options } = found;
  onStart(entry);
  if (!options.passthrough) onCall(entry);
  const response = await site.answer(entry, toRequest(entry), address);
  const code = response.headers.get("x-tabserve-error") ?? undefined;
  if (options.passthrough && code === "function-not-found") return undefined;
  if (options.passthrough) onCall(entry);
  if (code === "function-not-found") return note(entry, await withNames(response, found));
  await storeCookies(context, response, new URL(site.place.base, entry.url).href);
  response.headers.delete("set-cookie");
  return note(entry, response);
}

function note(entry: CallEntry, response: Response): Response {
  const { status, headers } = response;
  entry.status = status;
  entry.code = headers.get("x-tabserve-error") ?? undefined;
  entry.answerHeaders = Object.fromEntries(headers);
  return response;
}

/** Who mistyped a name wants to see the others. */
async function withNames(response: Response, { service }: Found): Promise<Response> {
  const { status, headers } = response;
  if (!service || !headers.get("content-type")?.startsWith("text/plain")) return response;
  const names = toList(toFunctionNames(JSON.parse(service.info)));
  return new Response(`${await response.text()}; ${service.id} has ${names}`, { status, headers });
}

async function toEntry(route: Route, found: Found, { context, readBody }: Surroundings): Promise<CallEntry> {
  const request = route.request();
  const url = request.url();
  const [headers, body] = await Promise.all([
    readCookies(context, url).then((cookies) => readHeaders(request, cookies)),
    readBody(route),
  ]);
  return new CallEntry(request, { ...toParts(found), url, method: request.method(), headers, body });
}

async function toNextEntry(before: CallEntry, request: Request, found: Found): Promise<CallEntry> {
  const { url, method } = request;
  const body = method === "GET" || method === "HEAD" ? null : new Uint8Array(await request.arrayBuffer());
  const headers = Object.fromEntries(request.headers);
  return new CallEntry(before.request, { ...toParts(found), url, method, headers, body });
}

function toParts({ address, service }: Found): Pick<CallParts, "service" | "path" | "query"> {
  return { service: service?.id ?? "", path: address.path || "/", query: address.query };
}

/** A browser that comes to the right address by itself has relative links resolved there. */
function toPageThatGoesTo({ href }: URL): Response {
  const script = `<!doctype html><script>location.replace(${JSON.stringify(href).replaceAll("<", "\\u003c")})</script>`;
  return new Response(script, { headers: { "content-type": "text/html" } });
}

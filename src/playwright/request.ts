import type { Request as PlaywrightRequest } from "@playwright/test";
import { BODY_HEADER, type BodyCarrier } from "./bodies.js";
import type { CallEntry } from "./call.js";

/**
 * Headers that a service worker does not see either (measured in Chromium and Firefox), so that a function gets from a test
 * what it gets in a browser. `cookie` comes as a page's `document.cookie` gives it.
 */
const UNSEEN =
  /^(:.*|accept-encoding|cache-control|connection|content-length|cookie|host|pragma|referer|sec-fetch-.*|upgrade-insecure-requests|x-tabserve-body)$/;

/** The headers of a request as a function is to see them. */
export async function readHeaders(
  request: PlaywrightRequest,
  cookies: string,
): Promise<Record<string, string>> {
  const url = new URL(request.url());
  const all = Object.entries(await request.allHeaders());
  // Asked from its own origin a worker gets none; with it the answer names it, as cross-origin callers need.
  const isSeen = ([name, value]: [string, string]) =>
    !UNSEEN.test(name) && !(name === "origin" && value === url.origin);
  return { ...Object.fromEntries(all.filter(isSeen)), ...(cookies && { cookie: cookies }) };
}

/**
 * The body, when the browser tells it.
 * @param carrier where pages bring the bodies that the browser does not tell
 * @throws {Error} when there is one and the browser keeps it to itself
 */
export async function readBody(
  request: PlaywrightRequest,
  carrier: BodyCarrier | undefined,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const headers = await request.allHeaders();
  const body = request.postDataBuffer() ?? carrier?.take(headers[BODY_HEADER] ?? "");
  if (body) return new Uint8Array(body);
  const length = Number(headers["content-length"] ?? 0);
  if (length === 0) return null;
  throw new Error(
    `The browser does not tell Playwright the ${length} bytes of this request's body; Firefox over WebDriver BiDi tells those of fetch and XMLHttpRequest only`,
  );
}

/** A call as a service worker would get its request; made anew each time. */
export function toRequest({ url, method, headers, body, controller: { signal } }: CallEntry): Request {
  const isBodiless = method === "GET" || method === "HEAD";
  return new Request(url, { method, headers, signal, body: isBodiless ? null : body });
}

import type { BrowserContext } from "@playwright/test";
import { type CookieEntry, formatCookieHeader, parseSetCookies } from "../conventions/cookies.js";

/** What `document.cookie` says on a page of this URL: handlers in a browser see nothing else. */
export async function readCookies(context: BrowserContext, url: string): Promise<string> {
  const cookies = await context.cookies(url);
  return formatCookieHeader(cookies.filter(({ httpOnly }) => !httpOnly));
}

const SAME_SITE = { strict: "Strict", lax: "Lax", none: "None" } as const;

/**
 * Sets the cookies of an answer as a page does by `document.cookie`, without HttpOnly, before the answer is given.
 * @param scope absolute URL: the path of cookies that name none
 */
export async function storeCookies(
  context: BrowserContext,
  { headers }: Pick<Response, "headers">,
  scope: string,
): Promise<void> {
  const { hostname } = new URL(scope);
  for (const { entry, isDeletion, problem } of parseSetCookies(headers.getSetCookie(), scope, Date.now())) {
    if (problem) continue; // no browser takes it either
    const { name, path } = entry;
    if (isDeletion) await context.clearCookies({ name, path });
    else await context.addCookies([toCookie(entry, hostname)]);
  }
}

type Cookie = Parameters<BrowserContext["addCookies"]>[0][number];

function toCookie({ name, value, path, secure, ...entry }: CookieEntry, hostname: string): Cookie {
  return {
    ...{ name, value, path, secure: secure ?? false },
    domain: entry.domain === undefined ? hostname : `.${entry.domain}`,
    ...(entry.expires !== undefined && { expires: Math.ceil(entry.expires / 1000) }),
    ...(entry.sameSite && { sameSite: SAME_SITE[entry.sameSite] }),
  };
}

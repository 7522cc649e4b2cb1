import { type Cookie, parseSetCookie } from "set-cookie-parser";
import type { Answer } from "./convention.js";

/** A cookie as the Cookie Store API names its parts. */
export interface CookieEntry {
  readonly name: string;
  /** As in the header, never decoded. */
  readonly value: string;
  /** Without its leading dot; absent: this host only. */
  readonly domain?: string;
  readonly path: string;
  /** Epoch milliseconds; absent: until the browser ends. A time that is past deletes the cookie. */
  readonly expires?: number;
  /** Absent: the browser's own default. */
  readonly sameSite?: "strict" | "lax" | "none";
  readonly secure?: true;
  readonly partitioned?: true;
}

/** What a `set-cookie` line asks for, and what a page can do of it. */
export interface CookieOrder {
  readonly entry: CookieEntry;
  /** No script can set that: the cookie is written without it. */
  readonly isHttpOnly: boolean;
  readonly isDeletion: boolean;
  /** Why no browser would take the cookie; absent when one would. */
  readonly problem?: string;
}

/**
 * Reads `set-cookie` lines as a browser does (RFC 6265, 5.2 and 5.3, and its revision): Max-Age goes before Expires; what
 * is no cookie at all is left out.
 * @param url of the request, absolute: it gives the default path
 * @param now epoch milliseconds
 */
export function parseSetCookies(lines: readonly string[], url: string, now: number): CookieOrder[] {
  const options = { decodeValues: false, silent: true, split: false } as const;
  const request = new URL(url);
  return parseSetCookie(lines, options).map((cookie) => toOrder(cookie, request, now));
}

/** What follows `Cookie:`; a cookie without a name is its value alone. */
export function formatCookieHeader(cookies: readonly Pick<CookieEntry, "name" | "value">[]): string {
  return cookies.map(({ name, value }) => (name === "" ? value : `${name}=${value}`)).join("; ");
}

/** An entry as a `set-cookie` line or a `document.cookie` takes it. */
export function formatCookie(entry: CookieEntry): string {
  const { name, value, domain, path, expires, sameSite, secure, partitioned } = entry;
  const parts = [`${name}=${value}`, `Path=${path}`];
  if (domain !== undefined) parts.push(`Domain=${domain}`);
  // Whole seconds, rounded up: Max-Age=1 must not be over at once.
  if (expires !== undefined)
    parts.push(`Expires=${new Date(Math.ceil(expires / 1000) * 1000).toUTCString()}`);
  if (sameSite) parts.push(`SameSite=${sameSite}`);
  if (secure) parts.push("Secure");
  if (partitioned) parts.push("Partitioned");
  return parts.join("; ");
}

/** The `set-cookie` lines of an answer, and the answer without them: from a worker, browsers drop them without a word. */
export function takeSetCookies(answer: Answer): {
  readonly lines: readonly string[];
  readonly answer: Answer;
} {
  const isCookie = ([name]: readonly [string, string]) => name.toLowerCase() === "set-cookie";
  const lines = answer.headers.filter(isCookie).map(([, line]) => line);
  if (lines.length === 0) return { lines, answer };
  return { lines, answer: { ...answer, headers: answer.headers.filter((header) => !isCookie(header)) } };
}

function toOrder(cookie: Cookie, url: URL, now: number): CookieOrder {
  const expires = toExpiry(cookie, now);
  const domain = cookie.domain?.replace(/^\./, "").toLowerCase();
  const entry: CookieEntry = {
    name: cookie.name,
    value: cookie.value,
    ...(domain && { domain }),
    path: cookie.path?.startsWith("/") ? cookie.path : toDefaultPath(url.pathname),
    ...(expires !== undefined && { expires }),
    ...toSameSite(cookie.sameSite),
    ...(cookie.secure && { secure: true }),
    ...(cookie.partitioned && { partitioned: true }),
  };
  const problem = findProblem(entry, url);
  return {
    entry,
    isHttpOnly: cookie.httpOnly === true,
    isDeletion: expires !== undefined && expires <= now,
    ...(problem && { problem }),
  };
}

/** Browsers keep none for longer (RFC 6265bis, 5.5): milliseconds. */
const MAX_AGE = 400 * 24 * 60 * 60 * 1000;

function toExpiry({ maxAge, expires }: Cookie, now: number): number | undefined {
  if (maxAge !== undefined) return maxAge <= 0 ? 0 : Math.min(now + maxAge * 1000, now + MAX_AGE);
  return expires && Math.min(Math.max(expires.getTime(), 0), now + MAX_AGE);
}

/** RFC 6265, 5.1.4: up to, but without, the last slash. */
function toDefaultPath(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

function toSameSite(text: string | undefined): Pick<CookieEntry, "sameSite"> {
  const sameSite = text?.toLowerCase();
  return sameSite === "strict" || sameSite === "lax" || sameSite === "none" ? { sameSite } : {};
}

/** What makes every browser drop the cookie without a word (RFC 6265bis, 5.7). */
function findProblem(
  { name, value, domain, path, secure, ...entry }: CookieEntry,
  url: URL,
): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: which are refused
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(name + value)) return "it has control characters";
  if (name.length + value.length > 4096) return "name and value are longer than 4096 characters";
  if (domain !== undefined && !isDomainOf(url.hostname, domain))
    return `Domain ${domain} is not ${url.hostname}'s`;
  if (path.includes(";")) return `its path ${path} has a ";"; give it a Path without`;
  if (entry.sameSite === "none" && !secure) return "SameSite=None needs Secure";
  if (entry.partitioned && !secure) return "Partitioned needs Secure";
  if (/^__(Host-)?Http-/i.test(name))
    return "only a server can set names that begin with __Http- or __Host-Http-";
  if (/^__Secure-/i.test(name) && !secure) return "names that begin with __Secure- need Secure";
  if (/^__Host-/i.test(name) && (!secure || path !== "/" || domain !== undefined))
    return "names that begin with __Host- need Secure, Path=/ and no Domain";
  return undefined;
}

function isDomainOf(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && !/^[\d.]+$|^\[/.test(host));
}

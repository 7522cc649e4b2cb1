import type { Answer } from "../src/conventions/convention.js";
import {
  type CookieOrder,
  formatCookieHeader,
  parseSetCookies,
  takeSetCookies,
} from "../src/conventions/cookies.js";
import { NOT_HTTP_ONLY, warnOfCookie } from "../src/cookie-warning.js";
import type { Cookies } from "../src/provider.js";

declare const self: ServiceWorkerGlobalScope;

/**
 * Cookies of the worker's own services, by the Cookie Store: a worker has no document. It tells those whose Path takes in
 * the whole scope, and makes every cookie Secure. In Firefox (ESR 153) it is empty.
 */
export const cookies: Cookies = {
  async read() {
    if (!("cookieStore" in self)) return "";
    const all = await self.cookieStore.getAll().catch(() => []);
    // A cookie that has no name, or no value, may be without the key.
    return formatCookieHeader(all.map(({ name = "", value = "" }) => ({ name, value })));
  },
  async store(whole, scope): Promise<Answer> {
    const { lines, answer } = takeSetCookies(whole);
    for (const order of parseSetCookies(lines, scope, Date.now())) {
      const { name } = order.entry;
      const problem = order.problem ?? (await write(order, scope).catch(String));
      if (problem !== undefined) warnOfCookie(name, `cannot be set: ${problem}`);
      else if (order.isHttpOnly) warnOfCookie(name, NOT_HTTP_ONLY);
    }
    return answer;
  },
};

/** @returns why it is not kept */
async function write({ entry, isDeletion }: CookieOrder, scope: string): Promise<string | undefined> {
  if (!("cookieStore" in self)) return "this browser has no Cookie Store";
  const { name, value, domain = null, path, expires = null, sameSite = "lax", partitioned = false } = entry;
  const place = { name, domain, path, partitioned };
  if (isDeletion) {
    await self.cookieStore.delete(place);
    return undefined;
  }
  await self.cookieStore.set({ ...place, value, expires, sameSite });
  const isSeen = new URL(scope).pathname.startsWith(path);
  return isSeen && !(await self.cookieStore.get(name)) ? "this browser keeps none for a worker" : undefined;
}

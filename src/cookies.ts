import type { Answer } from "./conventions/convention.js";
import { formatCookie, parseSetCookies, takeSetCookies } from "./conventions/cookies.js";
import { NOT_HTTP_ONLY, warnOfCookie } from "./cookie-warning.js";

/**
 * Writes an answer's cookies and gives the answer without them: `Set-Cookie` from a worker is dropped by browsers.
 * @param scope of the worker, absolute: the path of cookies that name none
 */
export async function storeCookies(whole: Answer, scope: string): Promise<Answer> {
  const { lines, answer } = takeSetCookies(whole);
  if (lines.length > 0) await writeCookies(lines, scope);
  return answer;
}

/**
 * Writes `set-cookie` lines as cookies of this page's origin. By `document.cookie`, also where there is a Cookie Store:
 * it takes effect at once, in every engine (`cookieStore.set` has none in WebKitGTK), keeps what the line says (a Cookie
 * Store always adds Secure, and SameSite=Strict unless told otherwise: Cookie Store API, "set a cookie"), and works in
 * insecure contexts of tests. What cannot be done is said on the console, once for each cookie.
 * Without a Path a cookie is for the whole scope, not for the request's folder (RFC 6265, 5.1.4): a page reads only what is for
 * its own address, so the handler would never see the cookie again.
 * @param scope of the worker, absolute
 */
export async function writeCookies(lines: readonly string[], scope: string): Promise<void> {
  for (const { entry, isHttpOnly, problem } of parseSetCookies(lines, scope, Date.now())) {
    if (problem) {
      warnOfCookie(entry.name, `cannot be set: ${problem}`);
      continue;
    }
    if (isHttpOnly) warnOfCookie(entry.name, NOT_HTTP_ONLY);
    write(entry.name, formatCookie(entry));
    if (!isVisibleHere(entry.path))
      warnOfCookie(
        entry.name,
        `has the Path ${entry.path}: this page cannot read it, so no handler here gets it; use Path=/`,
      );
  }
}

/** RFC 6265, 5.1.4: path-match. */
function isVisibleHere(path: string): boolean {
  const here = location.pathname;
  return here === path || here.startsWith(path.endsWith("/") ? path : `${path}/`);
}

function write(name: string, cookie: string): void {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: see above, why not the Cookie Store
    document.cookie = cookie;
  } catch (error) {
    warnOfCookie(name, `cannot be set: ${error}`); // a sandboxed frame has no cookies
  }
}

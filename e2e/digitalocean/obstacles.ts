import type { Case } from "../../src/conventions/digitalocean/cases/case.js";

/** Headers of an answer that no page can read (Fetch Standard). */
export const HIDDEN = ["set-cookie"];

/** Why a browser cannot send the request of a case, or not show its answer; `undefined` when it can. */
export function findObstacle(
  { section, name, outcome }: Case,
  { url, init }: { readonly url: string; readonly init: RequestInit },
): string | undefined {
  if (outcome.status >= 300 && outcome.status < 400 && outcome.headers?.location)
    return "fetch follows a redirect, or hides it";
  if (isStreamed(`${section}: ${name}`)) return "streams do not leave the page yet";
  if (new URL(url).href !== url) return "browsers write this address in another way";
  if (init.body && /^(GET|HEAD)$/i.test(init.method ?? "GET")) return "fetch sends no body with GET or HEAD";
  try {
    const { headers } = new Request(url, init);
    const given = Object.entries(init.headers ?? {});
    const dropped = given.find(([name, value]) => headers.get(name) !== value);
    return dropped && `fetch does not send the header ${dropped[0].toLowerCase()} as given`;
  } catch {
    return `fetch does not send ${init.method}`;
  }
}

/** Firefox takes longer to read a `Response` than an answer waits for its body to be there. */
const STREAMED_BY_FIREFOX = [
  "4 Result, content type: a Response",
  "4 Result, content type: a Response.json",
  "4 Result, throwing: a Response",
  "4 HEAD, OPTIONS, CORS: a Response's own replaces one",
];

/** XXX goes, with its caller, when pages send streams to the worker (src/provider.ts, postAnswer): then all of these pass. */
function isStreamed(name: string): boolean {
  if (name === "4 Result, content type: a stream") return true;
  return !("userAgentData" in navigator) && STREAMED_BY_FIREFOX.includes(name);
}

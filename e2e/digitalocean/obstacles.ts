import type { Case } from "../../src/conventions/digitalocean/cases/case.js";

/** Headers of an answer that no page can read (Fetch Standard). */
export const HIDDEN = ["set-cookie"];

/** Why a browser cannot send the request of a case, or not show its answer; `undefined` when it can. */
export function findObstacle(
  { outcome }: Case,
  { url, init }: { readonly url: string; readonly init: RequestInit },
): string | undefined {
  if (outcome.status >= 300 && outcome.status < 400 && outcome.headers?.location)
    return "fetch follows a redirect, or hides it";
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

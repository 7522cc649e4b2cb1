import type { FindTarget } from "./answerer.js";
import { toServingFetch } from "./fetch.js";
import { toServingXhr } from "./xhr.js";

/**
 * Puts a `fetch` and an `XMLHttpRequest` before those that the page has, which may be another library's.
 * @returns puts them back, unless somebody has put others before ours meanwhile: these find nothing of ours any more
 */
export function patchPage(find: FindTarget): () => void {
  const { fetch, XMLHttpRequest } = globalThis;
  const serving = { find, fetch };
  const ours = {
    fetch: toServingFetch(serving),
    XMLHttpRequest: toServingXhr(XMLHttpRequest, serving),
  };
  Object.assign(globalThis, ours);
  return () => {
    if (globalThis.fetch === ours.fetch) globalThis.fetch = fetch;
    if (globalThis.XMLHttpRequest === ours.XMLHttpRequest) globalThis.XMLHttpRequest = XMLHttpRequest;
  };
}

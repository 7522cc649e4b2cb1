import { toReadable } from "./multipart.js";
import { type Serving, serve } from "./serve.js";

/** A `fetch` that answers what is ours, and hands everything else to the one before as it came. */
export function toServingFetch(serving: Serving): typeof fetch {
  return function fetch(this: unknown, input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const url = toUrl(input);
    const target = url && serving.find(url);
    if (!target) return Reflect.apply(serving.fetch, this, [input, init]);
    return (async () => {
      const hasSignal = Boolean(init?.signal) || input instanceof Request;
      const readable = init && { ...init, ...(init.body && { body: toReadable(init.body) }) };
      return serve(new Request(input, readable), target, { ...serving, hasSignal });
    })();
  };
}

/** @returns `undefined` for what is no address: the browser's own `fetch` says so better */
function toUrl(input: RequestInfo | URL): URL | undefined {
  const text = input instanceof Request ? input.url : String(input);
  return URL.canParse(text, document.baseURI) ? new URL(text, document.baseURI) : undefined;
}

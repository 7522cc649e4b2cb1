import type { Page } from "../convention.js";

/** The third argument of a `fetch` app, as on Cloudflare Workers. Its functions need no `this`. */
export interface FetchContext {
  /** The call counts as running until the promise settles; what it rejects with goes to the console. */
  waitUntil(promise: unknown): void;
  /** Does nothing: there is no other server behind this one. */
  passThroughOnException(): void;
  /** Fires when nobody waits for the answer, or reads it, any more; the same as `request.signal`. */
  readonly signal: AbortSignal;
  readonly props: Record<string, unknown>;
}

export function toFetchContext(page: Page): FetchContext {
  return {
    waitUntil(promise) {
      const settled = Promise.resolve(promise).catch(page.report);
      page.waitUntil?.(settled);
    },
    passThroughOnException() {},
    get signal() {
      return page.signal?.() ?? new AbortController().signal;
    },
    props: {},
  };
}

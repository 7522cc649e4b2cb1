/** One request of a real app's table: as it is answered without us, it is answered through us, in Node and in browsers. */
export interface AppCase {
  readonly name: string;
  /** Below the app's base, with its query. */
  readonly path: string;
  readonly status: number;
  readonly init?: RequestInit;
  /** Why a page cannot send this by `fetch`, or cannot see the answer: left out in browsers. */
  readonly outOfReach?: string;
}

/** What a `fetch` service is made of. */
export interface App {
  fetch(request: Request): Response | Promise<Response>;
}

/** Reasons for {@link AppCase.outOfReach}. */
export const BROWSER_SETS_HEADERS =
  "browsers set these headers themselves (Fetch Standard, forbidden request-header)";
export const FETCH_FOLLOWS = "fetch follows redirects, and hides them otherwise";

import { Route } from "workbox-routing/Route.js";
import { Router } from "workbox-routing/Router.js";
import { dispatch } from "../src/host/dispatch.js";
import type { Line } from "../src/host/find.js";
import { type Address, parseAddress } from "../src/route.js";

/** Methods of RFC 9110 and PATCH; any other gets its route when it is first seen. */
const METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/** The workspace of {@link LOOP_PATH}; pages cannot connect to a name with a leading dot. */
const OWN_WORKSPACE = ".tabserve";

/** Milliseconds after the start of the worker in which the browser hands over the requests that waited for it. */
const START = 1_000;

export interface RouterOptions extends Line {
  /** Absolute URL. */
  readonly scope: string;
  readonly answerLoop: (fetchEvent: FetchEvent) => Response;
}

/** Decides by the URL alone; `undefined` means "not ours". */
export function createRouter(
  options: RouterOptions,
): (fetchEvent: FetchEvent) => Promise<Response> | undefined {
  const router = new Router();
  const scope = new URL(options.scope).pathname;
  const addMethod = (method: string) => {
    const route = new Route(
      ({ url, sameOrigin }) => sameOrigin && parseAddress(url, scope),
      ({ request, event, params }) => {
        const address = params as unknown as Address;
        if (address.workspace === OWN_WORKSPACE)
          return Promise.resolve(options.answerLoop(event as FetchEvent));
        // Older Safari has no `handled`; there the answer counts as taken when it is given.
        const { clientId, handled = Promise.resolve() } = event as Partial<FetchEvent> & FetchEvent;
        const isEarly = performance.now() < START;
        return dispatch({ request, address, clientId, isEarly, handled }, options);
      },
    );
    // Route's own check of the method knows six of them; the router takes any.
    router.registerRoute(Object.assign(route, { method }));
  };
  METHODS.forEach(addMethod);
  return (event) => {
    if (!router.routes.has(event.request.method as never)) addMethod(event.request.method);
    return router.handleRequest({ request: event.request, event });
  };
}

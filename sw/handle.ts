import type { Registry } from "../src/host/registry.js";
import { tellWatchers } from "../src/host/watch.js";
import { BUILD, isTabserveMessage, type Loop, type PageMessage, PROTOCOL } from "../src/protocol.js";
import { showLife } from "../src/worker-life.js";
import { cancelGone } from "./callers.js";
import { acceptHello } from "./control.js";
import { Deaths } from "./deaths.js";
import { Recovery } from "./recovery.js";
import { createRouter } from "./router.js";

declare const self: ServiceWorkerGlobalScope;

/** Answers the event when its URL is `<scope><workspace>/apps/<service>/…`; otherwise leaves it alone and returns `false`. */
export type Handle = (fetchEvent: FetchEvent) => boolean;

/**
 * Serves what the registry has and pages provide; all there is to the ready-made worker. To be made while the worker's
 * script is evaluated: it hears its pages from then on.
 */
export function createHandle(registry: Registry): Handle {
  const { scope } = self.registration;
  const boot = crypto.randomUUID();
  const deaths = new Deaths();
  const recovery = new Recovery(registry, deaths, scope);
  const route = createRouter({ registry, recovery, scope, answerLoop });
  tellWatchers(registry, recovery);
  self.addEventListener("message", onMessage);
  showLife(boot);

  function answerLoop({ clientId }: FetchEvent): Response {
    const loop: Loop = { protocol: PROTOCOL, build: BUILD, boot, client: clientId };
    return Response.json(loop, { headers: { "cache-control": "no-store" } });
  }

  function onMessage(event: ExtendableMessageEvent): void {
    if (!isTabserveMessage(event.data) || !(event.source instanceof Client)) return;
    const message = event.data as PageMessage;
    if (message.tabserve === "claim") event.waitUntil(self.clients.claim());
    if (message.tabserve === "hello")
      acceptHello(message.hello, { event, client: event.source, boot, deaths, registry, recovery });
    if (message.tabserve === "wake") onWake(message.lock, event.source);
  }

  /** A page is about to ask something, or keeps the worker awake while a handler runs. */
  function onWake(lock: string, client: Client): void {
    const provider = registry.get(lock);
    if (provider) void cancelGone(provider);
    else recovery.askToJoin(client, lock);
  }

  return (fetchEvent) => {
    const response = route(fetchEvent);
    if (response) fetchEvent.respondWith(response);
    return response !== undefined;
  };
}

/** For a worker without a `fetch` listener of its own: handles every request, and takes over open pages when activated. */
export function listen(handle: Handle): void {
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", handle);
}

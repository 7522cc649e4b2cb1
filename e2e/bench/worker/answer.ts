import { BYTES_TYPE, getLarge, JSON_TYPE, SMALL, toReceipt } from "../payload.js";
import type { WorkerScope } from "./scope.js";

declare const self: WorkerScope;

/** Takes the page over, and answers its requests with nothing in between. */
export function answerWith(toBody: (content: string | Uint8Array<ArrayBuffer>) => BodyInit): void {
  self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", (event) => {
    const { pathname, search } = new URL(event.request.url);
    if (pathname === "/W/apps/S/small")
      event.respondWith(new Response(toBody(SMALL), { headers: JSON_TYPE }));
    if (pathname === "/W/apps/S/down")
      event.respondWith(new Response(toBody(getLarge()), { headers: BYTES_TYPE }));
    if (pathname === "/W/apps/S/up") event.respondWith(receive(event.request, search));
  });
}

async function receive(request: Request, query: string): Promise<Response> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  return new Response(toReceipt(bytes, query), { headers: JSON_TYPE });
}

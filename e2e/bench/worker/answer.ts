import {
  BYTES_TYPE,
  drain,
  getLarge,
  JSON_TYPE,
  SMALL,
  toOpenStream,
  toReceipt,
  toStream,
} from "../payload.js";
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
    if (pathname === "/W/apps/F/down") event.respondWith(new Response(toStream(Number(search.slice(1)))));
    if (pathname === "/W/apps/F/first") event.respondWith(new Response(toOpenStream()));
    if (pathname === "/W/apps/F/up") event.respondWith(drainUpload(event.request));
  });
}

async function drainUpload(request: Request): Promise<Response> {
  const length = request.body ? await drain(request.body) : (await request.arrayBuffer()).byteLength;
  return Response.json({ length });
}

async function receive(request: Request, query: string): Promise<Response> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  return new Response(toReceipt(bytes, query), { headers: JSON_TYPE });
}

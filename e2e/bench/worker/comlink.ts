/** What one would write by hand: one port to the page, a Comlink call for each request. */
import * as Comlink from "comlink";
import type { Handler } from "../page/comlink.js";
import type { WorkerScope } from "./scope.js";

declare const self: WorkerScope;

let page: Comlink.Remote<Handler> | undefined;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  const [port] = event.ports;
  if (port) page = Comlink.wrap<Handler>(port);
});
self.addEventListener("fetch", (event) => {
  const { pathname, search } = new URL(event.request.url);
  if (page && pathname.startsWith("/W/apps/S/"))
    event.respondWith(ask(page, event.request, { path: pathname, query: search }));
});

async function ask(
  handler: Comlink.Remote<Handler>,
  request: Request,
  where: { path: string; query: string },
): Promise<Response> {
  const body = request.method === "GET" ? null : await request.arrayBuffer();
  const call = { method: request.method, ...where, headers: [...request.headers], body };
  const answer = await handler(body ? Comlink.transfer(call, [body]) : call);
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
}

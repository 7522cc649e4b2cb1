import { createHost } from "tabserve/worker";
import { createHandlerBoundToURL, type PrecacheEntry, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { list } from "./list.ts";

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: PrecacheEntry[] };

// Before Workbox, whose last route takes every navigation.
createHost({ services: [list] }).listen();
self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
precacheAndRoute(self.__WB_MANIFEST);
if (import.meta.env.PROD) registerRoute(new NavigationRoute(createHandlerBoundToURL("/index.html")));

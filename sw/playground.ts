/** The playground's worker: functions, and the playground's own files for the time without a network. */
import { type PrecacheEntry, precacheAndRoute } from "workbox-precaching";
import { createHost } from "./host.js";

declare const self: ServiceWorkerGlobalScope & {
  /** The built files with their hashes; empty in development. */
  readonly __WB_MANIFEST: PrecacheEntry[];
};

createHost().listen();
self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
precacheAndRoute(self.__WB_MANIFEST);

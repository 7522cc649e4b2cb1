/** The playground's worker: functions, and the playground's own files for the time without a network. */
import { precacheAndRoute } from "workbox-precaching";
import { createHandle, listen } from "./handle.js";
import { Registry } from "./registry.js";

declare const self: ServiceWorkerGlobalScope;
/** The built files with their hashes; empty in development. */
declare const __PRECACHE__: { url: string; revision: string }[];

listen(createHandle(new Registry()));
self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
precacheAndRoute(__PRECACHE__);

/** The ready-made worker: functions, and nothing else. */

import { bypassOthers } from "./bypass.js";
import { createHost } from "./host.js";

declare const self: ServiceWorkerGlobalScope;

createHost().listen();
self.addEventListener("install", (event) => {
  event.waitUntil(self.skipWaiting());
  bypassOthers(event);
});

/** The ready-made worker: functions, and nothing else. */

import { bypassOthers } from "./bypass.js";
import { createHandle, listen } from "./handle.js";
import { Registry } from "./registry.js";

declare const self: ServiceWorkerGlobalScope;

listen(createHandle(new Registry()));
self.addEventListener("install", (event) => {
  event.waitUntil(self.skipWaiting());
  bypassOthers(event);
});

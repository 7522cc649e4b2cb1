/** The ready-made worker: functions, and nothing else. */

import { Registry } from "../src/host/registry.js";
import { bypassOthers } from "./bypass.js";
import { createHandle, listen } from "./handle.js";

declare const self: ServiceWorkerGlobalScope;

listen(createHandle(new Registry()));
self.addEventListener("install", (event) => {
  event.waitUntil(self.skipWaiting());
  bypassOthers(event);
});

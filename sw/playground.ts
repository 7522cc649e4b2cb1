/** The playground's worker: functions, what the playground shows of them, and its own files for the time without a network. */
import type { PrecacheEntry } from "workbox-precaching";
import { Registry } from "../src/host/registry.js";
import { createHandle, listen } from "./handle.js";
import { keepFiles } from "./playground/keep-files.js";
import { refuseNetwork } from "./playground/network.js";
import { takeOver } from "./playground/take-over.js";
import { tellCalls } from "./playground/tell-calls.js";

declare const self: ServiceWorkerGlobalScope & {
  /** The built files with their hashes; empty in development. */
  readonly __WB_MANIFEST: PrecacheEntry[];
};

// Their order matters: an answered request reaches no later listener (Service Workers, respondWith).
tellCalls();
listen(createHandle(new Registry()));
keepFiles(self.__WB_MANIFEST);
refuseNetwork();
takeOver();

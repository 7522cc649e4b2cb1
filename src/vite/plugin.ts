import type { Plugin } from "vite";
import { keepConnections } from "./keep-connections.js";
import { placeWorker } from "./place-worker.js";
import { serveWorker } from "./serve-worker.js";

/** Of {@link tabserve}. */
export interface TabserveOptions {
  /**
   * The entry of a worker of the app's own, relative to the project's root, in place of the ready-made one; it calls
   * `createHost()` of `tabserve/worker`. `self.__WB_MANIFEST` in it becomes the list of the built files.
   */
  readonly worker?: string;
}

/**
 * Vite's plugin: `<base>tabserve-worker.js` is there in development and in the build, the page's `connect()` finds it
 * without options, and a module that is replaced while Vite serves keeps its connections.
 */
export function tabserve(options: TabserveOptions = {}): Plugin[] {
  return [serveWorker({ entry: options.worker }), placeWorker(), keepConnections()];
}

import type { Plugin, ResolvedConfig, ViteDevServer } from "vite";
import type { WorkerScript } from "./bundle-worker.js";
import { bundleOwnWorker, type ListedFile, toList } from "./own-worker.js";
import { linkMap, readReadyWorker, WORKER_FILE } from "./ready-worker.js";

/** Tells pages that the app's own worker was edited. */
export const WORKER_CHANGED = "tabserve:worker-changed";

/** Serves the worker in development and emits it in the build, at the same URL. */
export function serveWorker(entry: string | undefined): Plugin {
  let config: ResolvedConfig;
  const makeScript = async (list: readonly ListedFile[]) =>
    entry === undefined ? readReadyWorker() : bundleOwnWorker(entry, config, list);
  return {
    name: "tabserve:serve-worker",
    configResolved(resolved) {
      config = resolved;
    },
    configureServer(server) {
      serveScript(server, () => makeScript([]));
    },
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        if (this.environment.config.consumer === "server") return;
        const script = await makeScript(toList(bundle));
        const emit = (fileName: string, source: string) => this.emitFile({ type: "asset", fileName, source });
        if (config.build.sourcemap !== true) return void emit(WORKER_FILE, script.code);
        emit(WORKER_FILE, linkMap(script.code));
        emit(`${WORKER_FILE}.map`, script.map);
      },
    },
  };
}

/** Reads or makes the script anew for every request: the browser asks when a page connects, and compares. */
function serveScript(server: ViteDevServer, makeScript: () => Promise<WorkerScript>): void {
  const url = `${server.config.base}${WORKER_FILE}`;
  const watched = new Set<string>();
  server.watcher.on("change", (file) => {
    if (watched.has(file)) server.ws.send(WORKER_CHANGED);
  });
  server.middlewares.use((request, response, next) => {
    const [path = ""] = request.url?.split("?") ?? [];
    if (path !== url && path !== `${url}.map`) return next();
    makeScript().then(({ code, map, files }) => {
      for (const file of files) if (!watched.has(file)) server.watcher.add(file);
      for (const file of files) watched.add(file);
      response.setHeader("cache-control", "no-cache");
      response.setHeader("content-type", path === url ? "text/javascript" : "application/json");
      response.end(path === url ? linkMap(code) : map);
    }, next);
  });
}

import { normalizePath, type Plugin, type ResolvedConfig, type ViteDevServer } from "vite";
import type { WorkerScript } from "./bundle-worker.js";
import { bundleOwnWorker, type ListedFile, toList } from "./own-worker.js";
import { readReadyWorker, WORKER_FILE } from "./ready-worker.js";

/** Tells pages that the app's own worker was edited. */
export const WORKER_CHANGED = "tabserve:worker-changed";

/** What is served. */
export interface ServedWorker {
  /** Of a worker of the app's own; without one it is the ready-made worker. */
  readonly entry: string | undefined;
  /** Its name below the site's base. */
  readonly file?: string;
}

/** Serves the worker in development and emits it in the build, at the same URL. */
export function serveWorker({ entry, file = WORKER_FILE }: ServedWorker): Plugin {
  let config: ResolvedConfig;
  const makeScript = async (list: readonly ListedFile[]) =>
    entry === undefined ? readReadyWorker() : bundleOwnWorker(entry, config, list);
  return {
    name: `tabserve:serve-${file}`,
    configResolved(resolved) {
      config = resolved;
    },
    configureServer(server) {
      serveScript(server, file, () => makeScript([]));
    },
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        if (this.environment.config.consumer === "server") return;
        const script = await makeScript(toList(bundle));
        const emit = (fileName: string, source: string) => this.emitFile({ type: "asset", fileName, source });
        if (config.build.sourcemap !== true) return void emit(file, script.code);
        emit(file, linkMap(script.code, file));
        emit(`${file}.map`, script.map);
      },
    },
  };
}

/** Reads or makes the script anew for every request: the browser asks when a page connects, and compares. */
function serveScript(server: ViteDevServer, file: string, makeScript: () => Promise<WorkerScript>): void {
  const url = `${server.config.base}${file}`;
  const watched = new Set<string>();
  server.watcher.on("change", (changed) => {
    if (watched.has(normalizePath(changed))) server.ws.send(WORKER_CHANGED);
  });
  server.middlewares.use((request, response, next) => {
    const [path = ""] = request.url?.split("?") ?? [];
    if (path !== url && path !== `${url}.map`) return next();
    makeScript().then(({ code, map, files }) => {
      server.watcher.add(files.filter((one) => !watched.has(one)));
      for (const one of files) watched.add(one);
      response.setHeader("cache-control", "no-cache");
      response.setHeader("content-type", path === url ? "text/javascript" : "application/json");
      response.end(path === url ? linkMap(code, file) : map);
    }, next);
  });
}

/** The script with a reference to its map, which is expected beside it. */
function linkMap(code: string, file: string): string {
  return `${code.trimEnd()}\n//# sourceMappingURL=${file}.map\n`;
}

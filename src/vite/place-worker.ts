import type { Plugin, ResolvedConfig } from "vite";
import { WORKER_FILE } from "./ready-worker.js";

/** The library's file that says where the worker is; in the package its name has a hash. */
const URL_MODULE = /\/tabserve-worker-url(-[\w-]+)?\.[jt]s$/;

/** What it says, in whatever quotes a minifier leaves. */
const DEFAULT_URL = /(["'`])\/tabserve-worker\.js\1/;

/** Stands for the way from a chunk to the root of the build, until it is known where the chunk lies. */
const TO_ROOT = "__TABSERVE_TO_ROOT__";

/** Tells the page's `connect()` that the worker is below the site's base. */
export function placeWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "tabserve:place-worker",
    // Bundled in advance it would be beyond reach, and kept although the base has changed.
    config: () => ({ optimizeDeps: { exclude: ["tabserve"] } }),
    configResolved(resolved) {
      config = resolved;
    },
    transform(code, id) {
      const [file = ""] = id.split("?");
      if (!URL_MODULE.test(file) || this.environment.config.consumer === "server") return undefined;
      return { code: code.replace(DEFAULT_URL, () => toExpression(config.base)), map: null };
    },
    renderChunk(code, { fileName }) {
      if (!code.includes(TO_ROOT)) return undefined;
      const toRoot = "../".repeat(fileName.split("/").length - 1) || "./";
      return { code: code.replaceAll(TO_ROOT, JSON.stringify(toRoot)), map: null };
    },
  };
}

/** JavaScript that gives the worker's URL. Vite's base is a path, a URL, or empty for a site that may lie anywhere. */
function toExpression(base: string): string {
  const url = JSON.stringify(`${base}${WORKER_FILE}`);
  if (/^\/(?!\/)/.test(base)) return url;
  if (base === "" || base.startsWith("."))
    return `new URL(${TO_ROOT} + ${JSON.stringify(WORKER_FILE)}, import.meta.url).href`;
  // The files may be on another origin, a CDN, which no worker can come from.
  return `new URL(${url}, location.href).origin === location.origin ? ${url} : "/${WORKER_FILE}"`;
}

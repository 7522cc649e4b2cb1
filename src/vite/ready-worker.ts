import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { WorkerScript } from "./bundle-worker.js";

/** The worker's name below the site's base. */
export const WORKER_FILE = "tabserve-worker.js";

/** The package's own worker; its file lies in the folder above what is built from this one. */
export function readReadyWorker(): WorkerScript {
  const file = fileURLToPath(new URL(`../${WORKER_FILE}`, import.meta.url));
  return { code: readFileSync(file, "utf8"), map: readFileSync(`${file}.map`, "utf8"), files: [file] };
}

import { ConnectFailure } from "./failure.js";

/** Where the worker is and what it serves; absolute URLs. */
export interface WorkerPlace {
  readonly script: string;
  readonly scope: string;
}

/**
 * The browser's service workers.
 * @throws {ConnectFailure} `insecure-context`, `no-service-worker`, `storage-blocked`
 */
export function getContainer(): ServiceWorkerContainer {
  if (!isSecureContext) throw new ConnectFailure("insecure-context");
  const container = readContainer();
  if (container && navigator.locks) return container;
  throw new ConnectFailure("no-service-worker");
}

/** The property itself throws in a sandboxed frame and where storage is blocked. */
function readContainer(): ServiceWorkerContainer | undefined {
  try {
    return navigator.serviceWorker;
  } catch (cause) {
    throw new ConnectFailure("storage-blocked", { cause });
  }
}

/** A page outside the scope can never be served. @throws {ConnectFailure} `page-out-of-scope` */
export function checkPageInScope({ scope }: WorkerPlace): void {
  const inheritsWorker = !location.protocol.startsWith("http");
  if (!inheritsWorker && !location.href.startsWith(scope))
    throw new ConnectFailure("page-out-of-scope", { scope });
}

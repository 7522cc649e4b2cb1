import { parseAddress } from "../../src/route.js";

declare const self: ServiceWorkerGlobalScope;

/** When a call came to the worker and left it; the playground's `see/worker-report.ts` reads it. Times are epoch milliseconds. */
interface CallReport {
  /** Unique within one start of the worker. */
  readonly number: number;
  readonly method: string;
  readonly url: string;
  readonly arrived: number;
  /** When the browser took the answer. */
  handled?: number;
}

/** Milliseconds that reports wait for others: a channel is dearer than a call. */
const DELAY = 20;

/** Tells the playground's pages of each call. */
export function tellCalls(): void {
  const channel = new BroadcastChannel("tabserve-playground/calls");
  const scope = new URL(self.registration.scope).pathname;
  const reports = new Set<CallReport>();
  let count = 0;

  function tell(report: CallReport): void {
    if (reports.size === 0) setTimeout(flush, DELAY);
    reports.add(report);
  }

  function flush(): void {
    channel.postMessage({ started: performance.timeOrigin, calls: [...reports] });
    reports.clear();
  }

  self.addEventListener("fetch", ({ request, handled }) => {
    if (!isCall(request.url, scope)) return;
    const { method, url } = request;
    const report: CallReport = { number: ++count, method, url, arrived: now() };
    tell(report);
    const end = () => tell(Object.assign(report, { handled: now() }));
    handled?.then(end, end); // older Safari has none
  });
}

/** Below {@link LOOP_PATH} a page asks the worker for itself. */
function isCall(href: string, scope: string): boolean {
  const url = new URL(href);
  if (url.origin !== self.location.origin) return false;
  const workspace = parseAddress(url, scope)?.workspace;
  return workspace !== undefined && !workspace.startsWith(".");
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

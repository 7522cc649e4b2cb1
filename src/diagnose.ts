import { bound, STEP_TIMEOUT } from "./bound.js";
import type { WorkerPlace } from "./environment.js";
import { TabserveError, type TabserveErrorCode } from "./errors.js";
import { FAILED_WORKERS, type FailedWorker } from "./failed-worker.js";
import { ConnectFailure, type FailureDetail } from "./failure.js";
import { BUILD, PROTOCOL } from "./protocol.js";

/** What failed while connecting, and what to do; fetched only when something did. */
const TEXTS: { readonly [Code in TabserveErrorCode]?: (detail: FailureDetail) => string } = {
  "insecure-context": () =>
    `Service workers need a secure context, and ${location.origin} is none; use https:// or http://localhost`,
  "no-service-worker": ({ what }) =>
    what
      ? `Service workers are kept from this page by a script, a test's setting or an extension (${what}); allow them`
      : "This browser offers no service workers here; a private window or a setting may disable them: use an ordinary window",
  "storage-blocked": ({ cause }) =>
    `The browser refuses service workers on ${location.origin} (${cause}); allow cookies and site data for it, and give a sandboxed frame allow-same-origin`,
  "page-out-of-scope": ({ scope }) =>
    `The page ${location.href} lies outside the worker's scope ${scope}; put tabserve-worker.js into a folder above the page and pass its URL as { worker }`,
  "other-worker": ({ script, scope }) =>
    `The scope ${scope} belongs to another worker, ${script}, which is left alone; use createHost() of tabserve/worker in it and pass its URL as { worker }, or use another scope`,
  "worker-unreachable": ({ script }) => `The worker ${script} could not be fetched; is the server running?`,
  "worker-not-found": ({ script, what }) =>
    `The worker ${script} answered ${what}; copy tabserve-worker.js there or pass its URL as { worker }`,
  "worker-is-html": ({ script }) =>
    `The worker ${script} is an HTML page, probably the server's fallback for missing files; copy tabserve-worker.js there or pass its URL as { worker }`,
  "worker-wrong-type": ({ script, what }) =>
    `The worker ${script} has the content type "${what}"; serve it as text/javascript`,
  "scope-not-allowed": ({ script, scope = "", what }) =>
    `The worker ${script} may serve ${what} but not the scope ${scope}; move it up, or send it with the header Service-Worker-Allowed: ${new URL(scope).pathname}`,
  "worker-failed": ({ script, what }) =>
    `The worker ${script} could not be started (${what}); it must be the unchanged tabserve-worker.js, or one of your own that runs: the browser's console has its error`,
  "worker-unresponsive": ({ script, what }) =>
    `The worker ${script} keeps the page waiting: ${what} (${STEP_TIMEOUT / 1000} s); close the other tabs of this site and reload`,
  "worker-version": ({ script, what }) =>
    `The page speaks protocol ${PROTOCOL} (build ${BUILD}) and the worker ${script} ${what}, and the server has no other; deploy the worker that belongs to the page's tabserve, or reload the page if it is the older one`,
  "not-served": ({ what }) =>
    `The request ${what} did not reach the worker; reload the page, which Chromium can leave beside its worker, and see that the worker of this scope is tabserve-worker.js or calls handle() of tabserve/worker`,
};

/** The error a user sees. */
export function describeFailure(code: TabserveErrorCode, detail: FailureDetail): TabserveError {
  return new TabserveError(code, TEXTS[code]?.(detail) ?? code, { cause: detail.cause });
}

/** Why the browser refused to register the script; its own messages differ by engine, so the page looks for itself. */
export async function diagnoseRegistration(
  { script, scope }: WorkerPlace,
  cause: unknown,
): Promise<ConnectFailure> {
  const because = (code: TabserveErrorCode, what?: string | number) =>
    new ConnectFailure(code, { script, scope, cause, ...(what !== undefined && { what }) });
  const signal = AbortSignal.timeout(STEP_TIMEOUT);
  const response = await fetch(script, { cache: "no-store", signal }).catch(() => undefined);
  await response?.body?.cancel();
  if (!response) return because("worker-unreachable");
  if (!response.ok) return because("worker-not-found", response.status);
  const type = toEssence(response.headers.get("content-type"));
  if (type === "text/html") return because("worker-is-html");
  if (!JAVASCRIPT.test(type)) return because("worker-wrong-type", type);
  const allowed = new URL(response.headers.get("service-worker-allowed") ?? ".", script).href;
  if (!scope.startsWith(allowed)) return because("scope-not-allowed", allowed);
  // What is left: a script that throws (TypeError), or a browser that refuses to store workers (DOMException).
  if (cause instanceof DOMException) return because("storage-blocked");
  return because("worker-failed", (await hearWhy(script, scope)) ?? String(cause));
}

/** Milliseconds after a worker has failed in which its last words may come. */
const LAST_WORDS = 500;

/** Starts the worker once more, to hear what is wrong with the services that its `createHost` got. */
async function hearWhy(script: string, scope: string): Promise<string | undefined> {
  const channel = new BroadcastChannel(FAILED_WORKERS);
  const said = new Promise<string>((resolve) => {
    channel.onmessage = ({ data }: MessageEvent<FailedWorker>) => {
      if (data?.scope === scope) resolve(String(data.message));
    };
  });
  const failed = navigator.serviceWorker.register(script, { scope, updateViaCache: "none" }).catch(() => {});
  const silence = failed.then(
    () => new Promise<undefined>((done) => setTimeout(done, LAST_WORDS, undefined)),
  );
  try {
    const what = "it does not register";
    return await bound(
      Promise.race([said, silence]),
      () => new ConnectFailure("worker-unresponsive", { script, what }),
    );
  } finally {
    channel.close();
  }
}

/** JavaScript MIME types (WHATWG MIME Sniffing, JavaScript MIME type essence). */
const JAVASCRIPT = /^(application|text)\/(x-)?(java|ecma)script$/;

function toEssence(contentType: string | null): string {
  return (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

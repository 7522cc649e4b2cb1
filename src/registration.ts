import { bound } from "./bound.js";
import { checkPageInScope, getContainer, type WorkerPlace } from "./environment.js";
import { ConnectFailure } from "./failure.js";
import { BUILD, LOOP_PATH, type Loop, type PageMessage, PROTOCOL } from "./protocol.js";

/**
 * Sees to it that this page's requests go through the worker, and proves it with one.
 * @throws {ConnectFailure} naming the step that failed
 */
export async function getServed(place: WorkerPlace): Promise<Loop> {
  const container = getContainer();
  checkPageInScope(place);
  const existing = await findRegistration(container, place);
  const registration = existing ?? (await register(container, place));
  await waitUntilServing(container, registration);
  const loop = await proveLoop(place.scope);
  const isStale = loop.build !== BUILD && existing !== undefined;
  const current = isStale ? await renew(container, registration, loop) : loop;
  if (current.protocol === PROTOCOL) return current;
  const what = `protocol ${current.protocol} (build ${current.build})`;
  throw new ConnectFailure("worker-version", { script: place.script, what });
}

/** Milliseconds to wait before each attempt to reach the worker; no event tells when requests no longer go past it. */
const ATTEMPTS = [0, 100, 400];

/**
 * Sends one request through the worker, which answers with who it is and who we are. Firefox sends what begins while a new
 * version takes over past every worker, so it is sent again.
 */
export async function proveLoop(scope: string): Promise<Loop> {
  const url = new URL(LOOP_PATH, scope).href;
  for (const pause of ATTEMPTS) {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    const answer = fetch(url, { cache: "no-store" })
      .then((response) => response.json())
      .catch(() => undefined); // from elsewhere, or nothing at all
    const loop: unknown = await step(answer, scope, `no answer to ${url}`);
    if (typeof loop === "object" && loop !== null && "protocol" in loop && "client" in loop)
      return loop as Loop;
  }
  throw new ConnectFailure("not-served", { what: url });
}

async function register(
  container: ServiceWorkerContainer,
  place: WorkerPlace,
): Promise<ServiceWorkerRegistration> {
  const { script, scope } = place;
  const registered: Promise<ServiceWorkerRegistration | undefined> = container.register(script, {
    scope,
    updateViaCache: "none",
  });
  try {
    const registration = await step(registered, script, "it does not register");
    if (registration) return registration;
    // Playwright's `serviceWorkers: "block"` and some extensions put a function in its place.
    throw new ConnectFailure("no-service-worker", { what: "register() gives nothing" });
  } catch (error) {
    if (error instanceof ConnectFailure) throw error;
    const { diagnoseRegistration } = await import("./diagnose.js");
    throw await diagnoseRegistration(place, error);
  }
}

/** The registration that serves this page already. Registering over somebody else's would end their worker. */
async function findRegistration(container: ServiceWorkerContainer, { script, scope }: WorkerPlace) {
  const urls = [location.href, scope].filter((url) => url.startsWith("http"));
  const found = await Promise.all(urls.map((url) => container.getRegistration(url))).catch((cause) => {
    throw new ConnectFailure("storage-blocked", { cause });
  });
  for (const registration of found) {
    const theirs = registration && getNewest(registration)?.scriptURL;
    if (!theirs || registration.scope.length < scope.length || isSameScript(theirs, script)) continue;
    throw new ConnectFailure("other-worker", { script: theirs, scope: registration.scope });
  }
  return found.find((registration) => registration?.scope === scope && registration.active);
}

/** The same file, whatever its query; one that keeps our name may have moved to another folder. */
function isSameScript(theirs: string, ours: string): boolean {
  const [a, b] = [new URL(theirs).pathname, new URL(ours).pathname];
  return a === b || [a, b].every((path) => path.endsWith("/tabserve-worker.js"));
}

function getNewest({ installing, waiting, active }: ServiceWorkerRegistration): ServiceWorker | null {
  return installing ?? waiting ?? active;
}

/** Resolves when the registration has an active worker and it controls this page. */
async function waitUntilServing(
  container: ServiceWorkerContainer,
  registration: ServiceWorkerRegistration,
): Promise<void> {
  const worker = registration.active ?? getNewest(registration);
  if (!worker) throw new ConnectFailure("worker-failed", { script: registration.scope, what: "none" });
  await waitUntilActive(worker);
  const isServing = () => container.controller && container.controller === registration.active;
  if (!isServing()) registration.active?.postMessage({ tabserve: "claim" } satisfies PageMessage);
  const rescue = setTimeout(() => bringBack(container, registration), LEFT_BEHIND);
  try {
    await step(
      waitUntil(isServing, container, "controllerchange"),
      worker.scriptURL,
      "it does not take over",
    );
  } finally {
    clearTimeout(rescue);
  }
}

/** Milliseconds in which the active worker takes over, when it can. */
const LEFT_BEHIND = 2_000;

/**
 * Firefox leaves some pages that load while a new version takes over with the old one, which is gone: their requests go to
 * the network, and neither `claim()` nor `update()` ends that, only one more version does (docs/browsers.md). The same
 * script under another URL is one; a registration does not tell whether its script is a module.
 */
function bringBack(
  container: ServiceWorkerContainer,
  { active, installing, waiting, scope }: ServiceWorkerRegistration,
): void {
  const { controller } = container;
  if (!controller || active?.state !== "activated" || installing || waiting) return;
  // That of an outer scope is still there: its pages are claimed, sooner or later.
  if (!isSameScript(controller.scriptURL, active.scriptURL)) return;
  const script = new URL(active.scriptURL);
  script.searchParams.set("again", Date.now().toString(36));
  const registerAs = (type: WorkerType) =>
    container.register(script, { scope, type, updateViaCache: "none" });
  registerAs("classic")
    .catch(() => registerAs("module"))
    .catch(() => {}); // the wait ends with its own error
}

async function waitUntilActive(worker: ServiceWorker): Promise<void> {
  const isSettled = () => worker.state === "activated" || worker.state === "redundant";
  await step(waitUntil(isSettled, worker, "statechange"), worker.scriptURL, "it does not become active");
  if (worker.state === "redundant")
    throw new ConnectFailure("worker-failed", { script: worker.scriptURL, what: "it does not start" });
}

/** @param type of the events at which it may come true */
function waitUntil(isTrue: () => unknown, target: EventTarget, type: string): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!isTrue()) return;
      target.removeEventListener(type, check);
      resolve();
    };
    target.addEventListener(type, check);
    check();
  });
}

/**
 * The worker is of another build: the server may have the one that belongs to this page. Asks once, so that two tabs of
 * different versions never loop; where there is none, the present worker goes on if it speaks our protocol.
 */
async function renew(
  container: ServiceWorkerContainer,
  registration: ServiceWorkerRegistration,
  loop: Loop,
): Promise<Loop> {
  try {
    await step(registration.update(), registration.scope, "it does not update");
    const next = registration.installing ?? registration.waiting;
    if (next) await Promise.race([waitUntilActive(next), waitUntilWaiting(next)]);
    await waitUntilServing(container, registration);
  } catch {
    return loop; // offline, or the new script fails
  }
  return proveLoop(registration.scope);
}

/** Resolves a second after the installation: one that is not active by then waits for pages to close (no `skipWaiting`). */
async function waitUntilWaiting(worker: ServiceWorker): Promise<void> {
  await waitUntil(() => worker.state !== "installing", worker, "statechange");
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}

/** One step of connecting; it fails when it takes too long. */
function step<T>(promise: Promise<T>, script: string, what: string): Promise<T> {
  return bound(promise, () => new ConnectFailure("worker-unresponsive", { script, what }));
}

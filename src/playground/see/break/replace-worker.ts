import { waitFor } from "./bounded.js";

/** The query of a script that takes another's place; `sw/playground/take-over.ts` reads it. */
const LIFE = "life";

/** The same script under a URL that the browser does not know as the present one. */
export function toNextScript(scriptUrl: string): string {
  const url = new URL(scriptUrl);
  url.searchParams.set(LIFE, String(Number(url.searchParams.get(LIFE) ?? 1) + 1));
  return url.href;
}

/**
 * Makes the browser end the worker, by another start of the same script that takes its place. No page can end a worker
 * without another one; the browser waits for the calls that it has.
 * @param hold runs what must not meet calls of this page: Firefox sends one that begins at that moment to the network
 * @returns milliseconds in which no call of this page could begin
 */
export async function replaceWorker(hold: (during: () => Promise<void>) => Promise<number>): Promise<number> {
  const container = navigator.serviceWorker;
  const { controller } = container;
  if (!controller) throw new Error("This page has no worker; reload it.");
  const next = await start(container, controller);
  return hold(async () => {
    next.postMessage({ playground: "take-over" });
    await waitFor(
      {
        ...{ target: container, type: "controllerchange" },
        problem:
          "The browser lets a worker end only while it rests, and this one had other calls: a stream, a load test or another tab. Stop them and try again.",
      },
      () => container.controller !== null && container.controller !== controller,
    );
  });
}

/**
 * Which start of the worker answers this page. Asking starts one that sleeps.
 * @param base the worker's scope
 */
export async function askBoot(base: string): Promise<string> {
  const response = await fetch(new URL(".tabserve/apps/loop", base), { cache: "no-store" });
  const { boot } = (await response.json()) as { readonly boot: string };
  return boot.slice(0, 6);
}

async function start(container: ServiceWorkerContainer, controller: ServiceWorker): Promise<ServiceWorker> {
  const present = await container.getRegistration();
  const script = toNextScript((present?.waiting ?? controller).scriptURL);
  const scope = present?.scope ?? new URL("./", script).href;
  const registration = await container.register(script, { scope, updateViaCache: "none" }).catch((cause) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The browser could not load ${script}: ${reason} It needs the network for that.`, {
      cause,
    });
  });
  const next = registration.installing ?? registration.waiting;
  if (!next) throw new Error(`The browser did not start ${script}; reload the page and try again.`);
  const problem = `The browser did not start ${script} in time; try again.`;
  await waitFor({ target: next, type: "statechange", problem }, () => next.state !== "installing");
  return next;
}

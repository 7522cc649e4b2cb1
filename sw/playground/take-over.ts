declare const self: ServiceWorkerGlobalScope;

/** The query of a worker that the playground starts in the place of another one. */
const REPLACES = "life";

/** Milliseconds after which a replacement waits no more for the page that asked for it. */
const PATIENCE = 3_000;

/**
 * Takes the place of the last version at once; in the playground's own replacement when the page says so. It does between
 * two of its calls: Firefox sends a request that begins in the moment of the change to the network.
 */
export function takeOver(): void {
  const isReplacement = new URL(self.location.href).searchParams.has(REPLACES);
  self.addEventListener("install", (event) => {
    if (isReplacement) setTimeout(() => self.skipWaiting(), PATIENCE);
    else event.waitUntil(self.skipWaiting());
  });
  self.addEventListener("message", (event) => {
    if (event.data?.playground === "take-over") event.waitUntil(self.skipWaiting());
  });
}

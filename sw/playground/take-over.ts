declare const self: ServiceWorkerGlobalScope;

/** The query of a worker that the playground starts in the place of another one. */
const REPLACES = "life";

/**
 * Takes the place of the last version at once; in the playground's own replacement when the page says so. It does between
 * two of its calls: Firefox sends a request that begins in the moment of the change to the network.
 */
export function takeOver(): void {
  const isReplacement = new URL(self.location.href).searchParams.has(REPLACES);
  if (!isReplacement) self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
  self.addEventListener("message", (event) => {
    if (event.data?.playground === "take-over") event.waitUntil(self.skipWaiting());
  });
}

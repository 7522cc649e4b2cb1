declare const self: ServiceWorkerGlobalScope;

/**
 * Every URL of ours matches, and some that are not: Chromium keeps a page's routes when a worker of a narrower scope
 * takes the page over, so they must let that one's URLs through as well.
 */
const PATTERN = "*/apps/*";

/** Where the browser has a router of its own (`InstallEvent.addRoutes`, Chromium), other URLs never start the worker. */
export function bypassOthers(event: ExtendableEvent): void {
  const { addRoutes } = event as ExtendableEvent & { addRoutes?: (rules: object) => Promise<void> };
  if (!addRoutes) return;
  const scope = new URL(self.registration.scope);
  const urlPattern = scope.origin + escapePattern(scope.pathname) + PATTERN;
  event.waitUntil(addRoutes.call(event, { condition: { not: { urlPattern } }, source: "network" }));
}

/** A scope may hold characters that mean something in a URLPattern. */
function escapePattern(path: string): string {
  return path.replace(/[\\{}()*+?:]/g, "\\$&");
}

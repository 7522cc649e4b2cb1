declare const self: ServiceWorkerGlobalScope;

/**
 * Every URL of ours matches one of them, and so do some that are not: Chromium keeps a page's routes when a worker of a
 * narrower scope takes the page over, so they must let that one's URLs through as well.
 */
const PATTERNS = ["*/apps/*", "*/services/*"];

/** Where the browser has a router of its own (`InstallEvent.addRoutes`, Chromium), other URLs never start the worker. */
export function bypassOthers(event: ExtendableEvent): void {
  const { addRoutes } = event as ExtendableEvent & { addRoutes?: (rules: object) => Promise<void> };
  if (!addRoutes) return;
  const scope = new URL(self.registration.scope);
  const start = scope.origin + escapePattern(scope.pathname);
  const or = PATTERNS.map((pattern) => ({ urlPattern: start + pattern }));
  event.waitUntil(addRoutes.call(event, { condition: { not: { or } }, source: "network" }));
}

/** A scope may hold characters that mean something in a URLPattern. */
function escapePattern(path: string): string {
  return path.replace(/[\\{}()*+?:]/g, "\\$&");
}

import { type PrecacheEntry, precacheAndRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope;

/**
 * Keeps the playground's files for the time without a network: its pages before the worker is used, the rest (the code
 * editor is most of it) when a page says that it can wait for it. Else a first visit would wait for all of it.
 */
export function keepFiles(files: readonly PrecacheEntry[]): void {
  const isPage = ({ url }: PrecacheEntry) => url.endsWith(".html");
  precacheAndRoute(files.filter(isPage));
  // The names of the rest have hashes in them: a URL is one content for ever.
  const rest = new Set(
    files.filter((file) => !isPage(file)).map(({ url }) => new URL(url, self.location.href).href),
  );
  const cached = caches.open(`tabserve-playground-${self.registration.scope}`);
  registerRoute(
    ({ url }) => rest.has(url.href),
    async ({ request }) =>
      (await cached.then((cache) => cache.match(request.url)).catch(() => {})) ?? fetch(request),
  );
  self.addEventListener("activate", (event) => event.waitUntil(cached.then((cache) => drop(cache, rest))));
  self.addEventListener("message", (event) => {
    if (event.data?.playground !== "keep-files") return;
    const kept = cached.then((cache) => keep(cache, rest));
    // What fails is asked for again by the next page.
    event.waitUntil(kept.then(() => event.ports[0]?.postMessage({ kept: rest.size })).catch(() => {}));
  });
}

async function keep(cache: Cache, urls: ReadonlySet<string>): Promise<void> {
  const present = await listUrls(cache);
  await Promise.all([...urls].filter((url) => !present.includes(url)).map((url) => cache.add(url)));
}

/** Files of other versions. */
async function drop(cache: Cache, urls: ReadonlySet<string>): Promise<void> {
  const present = await listUrls(cache);
  await Promise.all(present.filter((url) => !urls.has(url)).map((url) => cache.delete(url)));
}

async function listUrls(cache: Cache): Promise<string[]> {
  return (await cache.keys()).map(({ url }) => url);
}

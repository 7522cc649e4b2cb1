import type { Provider } from "../src/host/provider.js";

declare const self: ServiceWorkerGlobalScope;

/** Ends the calls at a provider whose callers do not exist any more; nothing tells a worker when a client goes. */
export async function cancelGone(provider: Provider): Promise<void> {
  for (const client of provider.callers) if (!(await self.clients.get(client))) provider.cancel(client);
}

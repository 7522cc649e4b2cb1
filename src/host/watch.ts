import { isListed } from "./access.js";
import type { RecoveryState } from "./recovered.js";
import type { Registry } from "./registry.js";

/** Sends the list of services to the pages that watch, once for all changes of a turn, and never a half-rebuilt one. */
export function tellWatchers(registry: Registry, recovery: Pick<RecoveryState, "settle">): void {
  let isDue = false;
  registry.onChange = () => {
    if (isDue || !registry.hasWatchers) return;
    isDue = true;
    recovery
      .settle(() => false)
      .then(() => {
        isDue = false;
        tell(registry);
      });
  };
}

function tell(registry: Registry): void {
  const view = { isMember: true, includeUnlisted: false };
  for (const provider of registry.providers) {
    if (!provider.watches) continue;
    const services = registry
      .list(provider.workspace)
      .filter(({ service }) => service.notify && isListed(service, view))
      .map(({ service }) => service.info);
    provider.tellServices(services);
  }
}

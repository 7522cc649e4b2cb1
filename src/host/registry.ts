import type { WireService } from "../protocol.js";
import type { ServiceReference } from "../route.js";
import type { Provider } from "./provider.js";

/** A service at one of its providers. */
export interface Instance {
  readonly provider: Provider;
  readonly service: WireService;
}

/** Which pages are connected and what they provide: a cache of what the pages know. */
export class Registry {
  /** By lock name. */
  readonly #providers = new Map<string, Provider>();
  /** Workspaces that a page was connected to in this boot. */
  readonly #workspaces = new Set<string>();
  /** Requests whose handlers ran on pages that are gone. */
  readonly #lost = new Set<string>();
  onChange: () => void = () => {};

  add(provider: Provider): void {
    this.#providers.get(provider.lock)?.retire();
    this.#providers.set(provider.lock, provider);
    this.#workspaces.add(provider.workspace);
    this.notify();
  }

  /** Does nothing when another session of the same connection has taken its place. */
  remove(provider: Provider): void {
    if (this.#providers.get(provider.lock) !== provider) return;
    this.#providers.delete(provider.lock);
    for (const key of provider.left) this.#lost.add(key);
    this.notify();
  }

  /** Whether any handler ran for a request that may come again. */
  get hasLeft(): boolean {
    return this.#lost.size > 0 || [...this.#providers.values()].some(({ left }) => left.length > 0);
  }

  /** The page whose handler ran, or runs, for this request: each is told once. `"lost"` when that page is gone. */
  takeLeft(key: string): Provider | "lost" | undefined {
    for (const provider of this.#providers.values()) {
      const index = provider.left.indexOf(key);
      if (index >= 0) provider.left.splice(index, 1);
      if (index >= 0) return provider;
    }
    return this.#lost.has(key) ? "lost" : undefined;
  }

  get(lock: string): Provider | undefined {
    return this.#providers.get(lock);
  }

  hasWorkspace(workspace: string): boolean {
    return this.#workspaces.has(workspace);
  }

  /** The connections of a worker client: a page may have several. */
  isMember(client: string, workspace: string): boolean {
    return this.findByClient(client, workspace) !== undefined;
  }

  findByClient(client: string, workspace: string): Pick<Provider, "clientId"> | undefined {
    if (client === "") return undefined;
    for (const provider of this.#providers.values())
      if (provider.client === client && provider.workspace === workspace) return provider;
    return undefined;
  }

  /** Every provider of a service, oldest registration first. */
  find(workspace: string, { id, clientId }: ServiceReference): Instance[] {
    const found: Instance[] = [];
    for (const provider of this.#providers.values()) {
      if (provider.workspace !== workspace || (clientId !== undefined && provider.clientId !== clientId))
        continue;
      const service = provider.services.get(id);
      if (service) found.push({ provider, service });
    }
    return found.length > 1 ? found.sort((a, b) => a.service.since - b.service.since) : found;
  }

  /** Everything in a workspace, newest registration first. */
  list(workspace: string): Instance[] {
    return [...this.#providers.values()]
      .filter((provider) => provider.workspace === workspace)
      .flatMap((provider) => [...provider.services.values()].map((service) => ({ provider, service })))
      .sort((a, b) => b.service.since - a.service.since);
  }

  get providers(): Iterable<Provider> {
    return this.#providers.values();
  }

  get hasWatchers(): boolean {
    return [...this.#providers.values()].some((provider) => provider.watches);
  }

  /** To be called after every change of what is provided. */
  notify(): void {
    this.onChange();
  }
}

/** For workers of one's own. @module tabserve/worker */

import { Recorder } from "../src/activations/recorder.js";
import { FAILED_WORKERS, type FailedWorker } from "../src/failed-worker.js";
import { Registry } from "../src/host/registry.js";
import type { ServiceDefinition } from "../src/service-definition.js";
import { createHandle, type Handle, listen } from "./handle.js";
import { type ResidentPlace, toResidentServices } from "./resident-services.js";
import { Residents } from "./residents.js";

declare const self: ServiceWorkerGlobalScope;

/** What a worker of one's own serves beside what pages provide. */
export interface HostOptions {
  /** Of the {@link services}. Default `local`, as `connect`'s. */
  readonly workspace?: string;
  /** Live in the worker and answer with no page open. A page that registers the same id overrides one for as long as it lives. */
  readonly services?: readonly (ServiceDefinition | object)[];
}

/** The part of a service worker that answers with functions. It hears its pages from the start. */
export interface Host {
  /** Answers the event when its URL is `<scope><workspace>/apps/<service>/…`; otherwise leaves it alone and returns `false`. */
  handle(fetchEvent: FetchEvent): boolean;
  /** For a worker without a `fetch` listener of its own: handles every request, and takes over open pages when activated. */
  listen(): void;
}

/**
 * One for each worker, made while its script is evaluated.
 * @throws {TabserveError} `bad-option`, `bad-service`: the worker does not start, and `connect` rejects with this text
 */
export function createHost({ workspace = "local", services = [] }: HostOptions = {}): Host {
  const residents = createResidents(services, { scope: self.registration.scope, workspace });
  if (!residents) return createPageHost();
  const registry = new Registry();
  registry.add(residents.provider);
  const handle = createHandle(registry);
  return toHost((fetchEvent) => {
    const isOurs = handle(fetchEvent);
    if (isOurs) fetchEvent.waitUntil(residents.toLife(fetchEvent));
    return isOurs;
  });
}

/** {@link createHost} without services in the worker; a bundler leaves out what those need. */
export function createPageHost(): Host {
  return toHost(createHandle(new Registry()));
}

function toHost(handle: Handle): Host {
  return { handle, listen: () => listen(handle) };
}

function createResidents(definitions: unknown, place: ResidentPlace): Residents | undefined {
  const recorder = new Recorder(place);
  try {
    const services = toResidentServices(definitions, place, recorder);
    return services.size > 0 ? new Residents(services, { place, recorder }) : undefined;
  } catch (error) {
    const failed: FailedWorker = { scope: place.scope, message: String(error) };
    new BroadcastChannel(FAILED_WORKERS).postMessage(failed);
    throw error;
  }
}

import type { Emitter } from "./emitter.js";
import type { ServiceInfo } from "./protocol.js";

/** What `on()` can listen to; each comes with the service it is about. */
export type ServiceEvents = {
  readonly service_added: ServiceInfo;
  readonly service_updated: ServiceInfo;
  readonly service_removed: ServiceInfo;
};

/** One thing that changed between two lists of services. */
export type ServiceChange = {
  [Name in keyof ServiceEvents]: readonly [Name, ServiceEvents[Name]];
}[keyof ServiceEvents];

/**
 * The worker sends whole lists, since one that was restarted has no memory of what it told: pages find the changes.
 * @param before known services by id, as JSON
 * @param after the present ones
 */
export function diffServices(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ServiceChange[] {
  const changes: ServiceChange[] = [];
  for (const [id, info] of before) if (!after.has(id)) changes.push(["service_removed", JSON.parse(info)]);
  for (const [id, info] of after) {
    const known = before.get(id);
    if (known === undefined) changes.push(["service_added", JSON.parse(info)]);
    else if (known !== info) changes.push(["service_updated", JSON.parse(info)]);
  }
  return changes;
}

/** Emits what changed since the list before, and nothing for the first one. @returns the list to compare the next one with */
export function tellChanges(
  events: Emitter<ServiceEvents>,
  known: ReadonlyMap<string, string> | undefined,
  infos: readonly string[],
): ReadonlyMap<string, string> {
  const now = new Map(infos.map((info) => [JSON.parse(info).id as string, info]));
  for (const [name, info] of known ? diffServices(known, now) : []) events.emit(name, info);
  return now;
}

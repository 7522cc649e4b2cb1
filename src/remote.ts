import type { ServiceInfo, ServiceSchema } from "./protocol.js";

/** A service of any page as callables, nested as it was registered, with its {@link ServiceInfo} fields beside them. */
export interface RemoteService extends ServiceInfo {
  // biome-ignore lint/suspicious/noExplicitAny: what a service offers is known at run time only
  readonly [member: string]: any;
}

/** Calls the function at these keys. */
export type Invoke = (path: readonly string[], args: readonly unknown[]) => Promise<unknown>;

/** Builds the callables from the service's schema. */
export function toRemoteService(info: ServiceInfo, invoke: Invoke): RemoteService {
  return { ...toMembers(info.service_schema, [], invoke), ...info };
}

function toMembers(schema: ServiceSchema, above: readonly string[], invoke: Invoke): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema).map(([key, entry]) => {
      const path = [...above, key];
      if (entry.type === "function" && typeof entry.function === "object" && "name" in entry.function)
        return [key, (...args: unknown[]) => invoke(path, args)];
      return [key, toMembers(entry as ServiceSchema, path, invoke)];
    }),
  );
}

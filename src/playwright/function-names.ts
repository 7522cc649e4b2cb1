import type { ServiceInfo, ServiceSchema } from "../protocol.js";

/** Every function of a service by its keys: `index`, `api.v1.users`. */
export function toFunctionNames({ service_schema: schema }: Pick<ServiceInfo, "service_schema">): string[] {
  return toNames(schema, "");
}

function toNames(schema: ServiceSchema, above: string): string[] {
  return Object.entries(schema).flatMap(([key, entry]) => {
    const isFunction =
      entry.type === "function" && typeof entry.function === "object" && "name" in entry.function;
    return isFunction ? [above + key] : toNames(entry as ServiceSchema, `${above}${key}.`);
  });
}

/** Names for a sentence. */
export function toList(names: Iterable<string>): string {
  return [...names].join(", ") || "nothing";
}

import { toBadService } from "./bad-service.js";
import { describeValue } from "./conventions/bad-result.js";
import { isPlainObject } from "./conventions/hypha/lookup.js";
import type { FunctionSchema, ServiceInfo, ServiceSchema } from "./protocol.js";
import { formatServiceUrl } from "./route.js";
import type { Place } from "./service.js";
import type { ServiceConfig } from "./service-definition.js";
import type { Members } from "./service-type.js";

/**
 * What is told about a service.
 * @throws {TabserveError} `bad-service`
 */
export function toInfo(
  id: string,
  members: Members,
  extra: { config: ServiceConfig; place: Place; reachable: Members },
): ServiceInfo {
  const text = (key: string, fallback: string) => {
    const value = members[key] ?? fallback;
    if (typeof value === "string") return value;
    throw toBadService(`${key} of service ${id} must be a string, not ${describeValue(value)}`);
  };
  const { workspace, clientId, scope } = extra.place;
  return {
    id: `${workspace}/${clientId}:${id}`,
    name: text("name", id),
    description: text("description", ""),
    type: text("type", "generic"),
    config: { visibility: "protected", ...extra.config },
    docs: text("docs", ""),
    app_id: "*",
    service_schema: toSchema(extra.reachable),
    url: formatServiceUrl(scope, workspace, id),
  };
}

/** Mirrors the nesting of functions; an object that contains itself is entered once. */
function toSchema(members: object, above: readonly object[] = []): ServiceSchema {
  const schema: Record<string, ServiceSchema | FunctionSchema> = {};
  for (const [key, value] of Object.entries(members)) {
    if (typeof value === "function") schema[key] = { type: "function", function: { name: key } };
    else if (isPlainObject(value) && !above.includes(value)) {
      const nested = toSchema(value, [...above, value]);
      if (Object.keys(nested).length > 0) schema[key] = nested;
    }
  }
  return schema;
}

import type { ServiceInfo, ServiceSchema } from "../index.js";

/** A function and where it answers. */
export interface DeployedFunction {
  /** Path below the service, as its author wrote it. */
  readonly name: string;
  /** Absolute. */
  readonly url: string;
}

/** The functions of a service that a URL reaches; none for services that are not called over HTTP. */
export function listFunctions({ type, url, service_schema }: ServiceInfo): DeployedFunction[] {
  if (type !== "functions") return [];
  const names = listNames(service_schema);
  // It answers what no other function does; by its own name it would not be told the path.
  const isReached = (name: string) => name !== "default" || !names.includes("index");
  return names.filter(isReached).map((name) => ({ name, url: toFunctionUrl(url, name) }));
}

/** The service's own id: `clientid:S` without the client. */
export function toServiceName({ id }: ServiceInfo): string {
  return id.slice(id.indexOf(":") + 1);
}

export function isFromClient({ id }: ServiceInfo, clientId: string): boolean {
  return id.slice(id.indexOf("/") + 1).startsWith(`${clientId}:`);
}

function listNames(schema: ServiceSchema): string[] {
  return Object.entries(schema).flatMap(([key, value]) => {
    if (typeof value.type === "string") return [key];
    return listNames(value as ServiceSchema).map((name) => `${key}/${name}`);
  });
}

/** `index` answers at the folder itself, and so does `default` where there is none. */
function toFunctionUrl(base: string, name: string): string {
  if (name === "default") return base;
  const segments = name.split("/").map(encodeURIComponent);
  if (segments.at(-1) === "index") segments.pop();
  return base + segments.map((segment) => `${segment}/`).join("");
}

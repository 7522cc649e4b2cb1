import type { ServiceInfo, ServiceSchema } from "../../index.js";

/** A connected page that offers services. */
export interface ProviderPage {
  readonly clientId: string;
  readonly isThisPage: boolean;
  readonly services: readonly ProvidedService[];
}

/** One service of one page. */
export interface ProvidedService {
  readonly name: string;
  /** `functions`, `fetch` or `asgi`. */
  readonly type: string;
  /** `api/v1/users` */
  readonly functions: readonly string[];
}

/** Services by the page that has them, this page first. @param clientId this page's */
export function groupByPage(infos: readonly ServiceInfo[], clientId: string): ProviderPage[] {
  const pages = new Map<string, ProvidedService[]>();
  for (const info of infos) {
    const { client, name } = parseServiceId(info.id);
    const services = pages.get(client) ?? [];
    pages.set(client, services);
    services.push({ name, type: info.type, functions: listFunctions(info.service_schema) });
  }
  return [...pages]
    .map(([client, services]) => ({ clientId: client, isThisPage: client === clientId, services }))
    .sort((a, b) => Number(b.isThisPage) - Number(a.isThisPage));
}

/** Reads `workspace/clientid:service`. */
export function parseServiceId(id: string): { readonly client: string; readonly name: string } {
  const [, client = "", name = id] = /^[^/]*\/([^:]*):(.*)$/s.exec(id) ?? [];
  return { client, name };
}

function listFunctions(schema: ServiceSchema): string[] {
  return Object.entries(schema).flatMap(([key, value]) => {
    if (typeof value.type === "string") return [key];
    return listFunctions(value as ServiceSchema).map((name) => `${key}/${name}`); // else it nests
  });
}

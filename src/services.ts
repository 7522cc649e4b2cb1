import { toAnswering } from "./answering.js";
import type { Connection } from "./connection.js";
import { TabserveError, type TabserveErrorCode } from "./errors.js";
import { checkParameters, type InvokeOptions, parseFunctionName, refuseOtherConvention } from "./invoke.js";
import type { InvokeTarget, Outcome, ServiceInfo, ServiceQuery } from "./protocol.js";
import { type RemoteService, toRemoteService } from "./remote.js";
import { parseServiceId } from "./route.js";
import { type Place, type Service, toService } from "./service.js";
import type { ServiceDefinition } from "./service-definition.js";

export { onCallMessage } from "./page-provider.js";

/** What a connected page does with services. The contracts are those of `Workspace`. */

export interface RegisterOptions {
  /** Replace this client's own service of the same id. Default `false`: that rejects. */
  readonly overwrite?: boolean;
  /** Tell other pages (`service_added`, `service_updated`). Default `true`. */
  readonly notify?: boolean;
}

export interface ListOptions {
  /** Also `unlisted` services; for members. */
  readonly include_unlisted?: boolean;
}

/** Which services; every given key must match. A string is an id, `S` or `clientid:S`. */
export type ServiceFilter = string | Omit<ServiceQuery, "includeUnlisted">;

export async function registerService(
  connection: Connection,
  definition: ServiceDefinition | object,
  { overwrite = false, notify = true }: RegisterOptions = {},
): Promise<ServiceInfo> {
  const checked = toService(definition, toPlace(connection, notify));
  return addService(connection, await toAnswering(checked, connection), overwrite);
}

/** Where the connection's services are. */
export function toPlace({ config }: Connection, notify: boolean): Place {
  const { workspace, client_id: clientId, public_base_url: scope } = config;
  return { workspace, clientId, scope, notify };
}

/** @throws {TabserveError} `service-exists` */
export async function addService(
  { link, services }: Connection,
  service: Service,
  overwrite: boolean,
): Promise<ServiceInfo> {
  const { id } = service.wire;
  const previous = services.get(id);
  if (previous && !overwrite)
    throw new TabserveError(
      "service-exists",
      `Service already exists: ${id}, please specify a different id (not ${id}) or overwrite=true`,
    );
  // Known here before the worker hears of it: should the worker die now, the next one is told.
  services.set(id, service);
  try {
    unwrap(await link.ask((host) => host.register(service.wire)));
  } catch (error) {
    if (services.get(id) === service) {
      if (previous) services.set(id, previous);
      else services.delete(id);
    }
    throw error;
  }
  return service.info;
}

export async function unregisterService(
  { config, link, services }: Connection,
  service: string | Pick<ServiceInfo, "id">,
): Promise<void> {
  const text = typeof service === "string" ? service : service.id;
  const prefixes = [`${config.workspace}/${config.client_id}:`, `${config.client_id}:`];
  const prefix = prefixes.find((one) => text.startsWith(one)) ?? "";
  const id = text.slice(prefix.length);
  if (!services.delete(id)) throw new TabserveError("service-not-found", `Service not found: ${id}`);
  await link.ask((host) => host.unregister(id));
}

export async function listServices(
  { link }: Connection,
  query: ServiceFilter = {},
  { include_unlisted: includeUnlisted = false }: ListOptions = {},
): Promise<ServiceInfo[]> {
  const wanted: ServiceQuery = { ...toFilter(query), includeUnlisted };
  const infos = await link.ask((host) => host.list(wanted));
  return infos.map((info) => JSON.parse(info));
}

export async function getService(connection: Connection, query: ServiceFilter): Promise<RemoteService> {
  const info = await findService(connection, toFilter(query));
  return toRemoteService(info, (path, args) => invokeMember(connection, info, { path, args }));
}

/** Runs a DigitalOcean function by its name, `package/function`. */
export async function invoke(
  connection: Connection,
  name: string,
  parameters: Readonly<Record<string, unknown>> = {},
  { blocking = true }: InvokeOptions = {},
): Promise<unknown> {
  const { id, fn } = parseFunctionName(name);
  checkParameters(parameters);
  const info = await findService(connection, toFilter(id));
  refuseOtherConvention(info);
  return invokeMember(connection, info, { path: [], args: [fn, parameters, blocking] });
}

/** The newest. @throws {TabserveError} `service-not-found` */
async function findService(
  connection: Connection,
  filter: Exclude<ServiceFilter, string>,
): Promise<ServiceInfo> {
  const [info] = await listServices(connection, filter, { include_unlisted: true });
  if (info) return info;
  throw new TabserveError(
    "service-not-found",
    `Service not found: ${filter.id ?? JSON.stringify(filter)}; listServices() tells what there is`,
  );
}

async function invokeMember(
  connection: Connection,
  info: ServiceInfo,
  target: Pick<InvokeTarget, "path" | "args">,
): Promise<unknown> {
  const [workspace = "", id = ""] = info.id.split("/");
  connection.hold(1);
  try {
    const { link } = connection;
    return unwrap(await link.askUnbounded((host) => host.invoke({ workspace, id, ...target }), "reject"));
  } finally {
    connection.hold(-1);
  }
}

export async function generateToken(): Promise<string> {
  throw new TabserveError(
    "not-supported",
    "generateToken() is not supported yet; connect() the calling page to the workspace, or make the service public",
  );
}

/** A string may name the workspace too: `W/S`, `W/clientid:S`. */
function toFilter(query: ServiceFilter): Exclude<ServiceFilter, string> {
  if (typeof query !== "string") return query;
  const [id = "", workspace] = query.split("/").reverse();
  const reference = parseServiceId(id);
  if ("problem" in reference) throw new TabserveError("service-not-found", reference.problem);
  return workspace === undefined ? { id } : { id, workspace };
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new TabserveError(outcome.code as TabserveErrorCode, outcome.message);
}

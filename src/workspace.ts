import type { Activations } from "./activations/activations.js";
import { Connection, type WorkspaceConfig, type WorkspaceOptions } from "./connection.js";
import type { InvokeOptions } from "./invoke.js";
import type { ServiceInfo } from "./protocol.js";
import type { RemoteService } from "./remote.js";
import type { ServiceDefinition } from "./service-definition.js";
import type { ListOptions, RegisterOptions, ServiceFilter } from "./services.js";
import type { ServiceEvents } from "./watch.js";

/** A connected workspace: what {@link connect} gives. Every method works without its object. */
export interface Workspace {
  readonly config: WorkspaceConfig;
  /**
   * Makes a service's functions answer at `service.url`, until it is unregistered or the page ends.
   * @throws {TabserveError} `bad-service`, `service-exists`, `not-supported`
   */
  registerService(service: ServiceDefinition | object, options?: RegisterOptions): Promise<ServiceInfo>;
  /** @throws {TabserveError} `service-not-found` when this client has no such service */
  unregisterService(service: string | Pick<ServiceInfo, "id">): Promise<void>;
  /**
   * The newest provider's functions as callables; arguments and results are structured-cloned.
   * @throws {TabserveError} `service-not-found`
   */
  getService(query: ServiceFilter): Promise<RemoteService>;
  /** Newest first. */
  listServices(query?: ServiceFilter, options?: ListOptions): Promise<ServiceInfo[]>;
  /** @throws {TabserveError} `not-supported`, until workspaces have tokens */
  generateToken(options?: { expires_in?: number; workspace?: string; permission?: string }): Promise<string>;
  /** Withdraws every service and ends the connection. */
  disconnect(): Promise<void>;
  on<Name extends keyof ServiceEvents>(event: Name, listener: (payload: ServiceEvents[Name]) => void): void;
  once<Name extends keyof ServiceEvents>(event: Name, listener: (payload: ServiceEvents[Name]) => void): void;
  off<Name extends keyof ServiceEvents>(event: Name, listener?: (payload: ServiceEvents[Name]) => void): void;
  /**
   * Runs a function by `package/function`, also one with `web: false`; for `config.convention: "digitalocean"`.
   * Gives its result, or `{activationId}` with `blocking: false`.
   * @throws {TabserveError} `service-not-found`, `function-not-found`, `not-supported`, `handler-threw`, `deadline-exceeded`
   */
  invoke(
    name: string,
    parameters: Readonly<Record<string, unknown>> | undefined,
    options: InvokeOptions & { readonly blocking: false },
  ): Promise<{ readonly activationId: string }>;
  // biome-ignore lint/suspicious/noExplicitAny: what a function gives is known at run time only
  invoke(name: string, parameters?: Readonly<Record<string, unknown>>, options?: InvokeOptions): Promise<any>;
  readonly activations: Activations;
  readonly register_service: Workspace["registerService"];
  readonly unregister_service: Workspace["unregisterService"];
  readonly get_service: Workspace["getService"];
  readonly list_services: Workspace["listServices"];
  readonly generate_token: Workspace["generateToken"];
}

type Services = typeof import("./services.js");

let services: Services | undefined;

/** What the methods do is fetched when the first is called: a page that only calls functions never loads it. */
async function loadServices(): Promise<Services> {
  services ??= await import("./services.js");
  return services;
}

const METHODS: readonly (keyof Services & keyof Workspace)[] = [
  "registerService",
  "unregisterService",
  "getService",
  "listServices",
  "invoke",
  "generateToken",
];

/** Opens the connection of a page whose requests are being answered. */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const connection = new Connection(options, (message, session) => {
    // Once loaded it is at hand: import() costs as much as a whole call.
    if (services) services.onCallMessage(connection, message, session);
    else loadServices().then(({ onCallMessage }) => onCallMessage(connection, message, session));
  });
  await connection.open(options.join);
  const { events } = connection;
  /** What a lazy part does with the connection, as a method of each name and of the name in snake_case. */
  const later = (load: () => Promise<object>, names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const method = async (...args: readonly unknown[]) =>
          ((await load()) as Record<string, (...args: readonly unknown[]) => unknown>)[name]?.(
            connection,
            ...args,
          );
        return [name, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)].map((key) => [
          key,
          method,
        ]);
      }),
    );
  const workspace = {
    config: connection.config,
    ...later(loadServices, METHODS),
    activations: later(() => import("./activations/api.js"), ["list", "get", "logs", "result", "subscribe"]),
    disconnect: async () => connection.close(),
    on: events.on.bind(events),
    once: events.once.bind(events),
    off: events.off.bind(events),
  };
  // Made from the names of its methods, which TypeScript cannot follow.
  return workspace as unknown as Workspace;
}

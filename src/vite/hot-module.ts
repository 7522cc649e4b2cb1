import type { ConnectOptions } from "../options.js";
import type { ServiceInfo } from "../protocol.js";
import type { ServiceDefinition } from "../service-definition.js";
import type { RegisterOptions } from "../services.js";
import type { Workspace } from "../workspace.js";

/** A connection, which outlives the versions of the module that asked for it. */
interface Kept {
  /** The options it was made with. */
  readonly key: string;
  readonly workspace: Promise<Workspace>;
  /** The version that asked for it last. */
  version: number;
  /** By service id, what was registered last. */
  readonly services: Map<string, Registration>;
}

interface Registration {
  readonly version: number;
  readonly info: Promise<ServiceInfo>;
}

/** Milliseconds after a version has run within which it registers what it still provides. */
const SETTLING = 1_000;

const EVENTS = ["service_added", "service_updated", "service_removed"] as const;

/**
 * The connections of one module that imports `tabserve`, while Vite serves it: each new version of the module gets those
 * of the last one, puts its functions in the place of the old ones, and what it does not register any more is withdrawn.
 * So a request is answered by the old function or by the new one, at every moment.
 */
export class HotModule {
  readonly #open: (options?: ConnectOptions) => Promise<Workspace>;
  #kept: Kept[] = [];
  #version = 0;
  /** Milliseconds of the page's clock; modules have been replaced until then, this one or others. */
  #updatedUntil = 0;

  /** @param open the library's `connect` */
  constructor(open: (options?: ConnectOptions) => Promise<Workspace>) {
    this.#open = open;
  }

  /** Vite is about to replace modules. One of them may use a connection of this one. */
  update(): void {
    this.#updatedUntil = performance.now() + SETTLING;
  }

  /** A version of the module begins to run. */
  begin(): void {
    this.#version++;
    for (const { workspace } of this.#kept)
      workspace.then(({ off }) => EVENTS.forEach((event) => void off(event))).catch(() => {}); // its caller is told
  }

  /** It has run to its end. One that throws never gets here, and leaves the last one's functions in place. */
  end(): void {
    const version = this.#version;
    setTimeout(() => {
      if (version === this.#version) this.#withdraw();
    }, SETTLING);
  }

  /** As the library's `connect`. */
  readonly connect = async (options: ConnectOptions = {}): Promise<Workspace> => {
    const version = this.#version;
    const key = JSON.stringify(options);
    const kept =
      this.#kept.find((one) => one.key === key && one.version < version) ?? this.#keep(key, options);
    kept.version = version;
    return this.#toView(kept, await kept.workspace);
  };

  #keep(key: string, options: ConnectOptions): Kept {
    const workspace = this.#open(options);
    const kept: Kept = { key, workspace, version: this.#version, services: new Map() };
    this.#kept.push(kept);
    workspace.catch(() => this.#drop(kept));
    return kept;
  }

  #drop(kept: Kept): void {
    this.#kept = this.#kept.filter((one) => one !== kept);
  }

  /** The workspace as one version of the module sees it. What an older one still does changes nothing any more. */
  #toView(kept: Kept, workspace: Workspace): Workspace {
    const version = this.#version;
    const isOld = () => version < this.#version;
    const registerService: Workspace["registerService"] = (definition, options) =>
      register(kept, {
        workspace,
        version,
        definition,
        options,
        isSwap: performance.now() < this.#updatedUntil,
      });
    const unregisterService: Workspace["unregisterService"] = async (service) => {
      if (isOld()) return;
      await workspace.unregisterService(service);
      kept.services.delete(toId(service));
    };
    const disconnect = async () => {
      if (isOld()) return;
      this.#drop(kept);
      await workspace.disconnect();
    };
    return {
      ...workspace,
      ...{ registerService, register_service: registerService },
      ...{ unregisterService, unregister_service: unregisterService, disconnect },
    };
  }

  #withdraw(): void {
    for (const { workspace, services } of this.#kept)
      for (const [id, { version }] of services) {
        if (version === this.#version) continue;
        services.delete(id);
        workspace.then(({ unregisterService }) => unregisterService(id)).catch(() => {}); // it never got registered
      }
  }
}

interface Attempt {
  readonly workspace: Workspace;
  readonly version: number;
  readonly definition: ServiceDefinition | object;
  readonly options: RegisterOptions | undefined;
  /** Whether it may take the place of one by the same version. */
  readonly isSwap: boolean;
}

function register(kept: Kept, attempt: Attempt): Promise<ServiceInfo> {
  const { workspace, version, definition, options } = attempt;
  const { id = "default" } = definition as ServiceDefinition;
  const last = kept.services.get(id);
  if (last && last.version > version) return last.info;
  const overwrites = last !== undefined && (last.version < version || attempt.isSwap);
  const info = workspace.registerService(definition, overwrites ? { ...options, overwrite: true } : options);
  kept.services.set(id, { version, info });
  return info;
}

/** `workspace/client:id` is a name for it, too. */
function toId(service: string | Pick<ServiceInfo, "id">): string {
  const name = typeof service === "string" ? service : service.id;
  return name.slice(name.lastIndexOf(":") + 1);
}

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
  /** The version that has it: the one that asked for it last. */
  version: number;
  /** By service id, what was registered last. */
  readonly services: Map<string, Registration>;
}

interface Registration {
  readonly version: number;
  readonly info: Promise<ServiceInfo>;
}

/** Milliseconds that a new version has to ask for what the last one had, and to register what it still provides. */
const SETTLING = 1_000;

const EVENTS = ["service_added", "service_updated", "service_removed"] as const;

/**
 * The connections of one module that imports `tabserve`, while Vite serves it: a new version of the module gets those of
 * the last one, puts its functions in the place of the old ones, and what it does not register any more is withdrawn. So
 * a request is answered by the old function or by the new one, at every moment. A version that asks for no connection
 * (an effect that did not run again) leaves everything as it is.
 */
export class HotModule {
  readonly #open: (options?: ConnectOptions) => Promise<Workspace>;
  #kept: Kept[] = [];
  #version = 0;
  /** Whether the present version has run to its end. */
  #hasRun = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
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
    this.#hasRun = false;
    clearTimeout(this.#timer);
  }

  /** It has run to its end. One that throws never gets here, and leaves the last one's functions in place. */
  end(): void {
    this.#hasRun = true;
    this.#settle();
  }

  /** As the library's `connect`. */
  readonly connect = async (options: ConnectOptions = {}): Promise<Workspace> => {
    const version = this.#version;
    const key = JSON.stringify(options);
    const last = this.#kept.find((one) => one.key === key && one.version < version);
    const kept = last ?? this.#keep(key, options);
    kept.version = version;
    const workspace = await kept.workspace;
    if (last) for (const event of EVENTS) workspace.off(event);
    this.#settle();
    return this.#toView(kept, workspace, version);
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

  /** The workspace as one version of the module sees it, for as long as that version has it. */
  #toView(kept: Kept, workspace: Workspace, version: number): Workspace {
    const registerService: Workspace["registerService"] = (definition, options) => {
      const isSwap = performance.now() < this.#updatedUntil;
      return register(kept, { workspace, version, definition, options, isSwap });
    };
    const unregisterService: Workspace["unregisterService"] = async (service) => {
      if (!(await this.#mayEnd(kept, version))) return;
      await workspace.unregisterService(service);
      kept.services.delete(toId(service));
    };
    const disconnect = async () => {
      if (!(await this.#mayEnd(kept, version))) return;
      this.#drop(kept);
      await workspace.disconnect();
    };
    return {
      ...workspace,
      ...{ registerService, register_service: registerService },
      ...{ unregisterService, unregister_service: unregisterService, disconnect },
    };
  }

  /** Whether a version may end what it had. While it is being replaced the next one may want it: that is waited for. */
  async #mayEnd(kept: Kept, version: number): Promise<boolean> {
    if (version < this.#version) await new Promise((resolve) => setTimeout(resolve, SETTLING));
    return kept.version === version;
  }

  /** Withdraws what is left of older versions, once the present one has run and has had its time since it connected. */
  #settle(): void {
    clearTimeout(this.#timer);
    const hasConnected = this.#kept.some(({ version }) => version === this.#version);
    if (this.#hasRun && hasConnected) this.#timer = setTimeout(() => this.#withdraw(), SETTLING);
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

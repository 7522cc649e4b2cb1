import type { BrowserContext } from "@playwright/test";
import { TabserveError } from "../errors.js";
import type { ServiceInfo } from "../protocol.js";
import type { ServiceDefinition } from "../service-definition.js";
import type { ServedCall } from "./call.js";
import type { DigitalOceanDefinition, HyphaDefinition, StreamingDefinition } from "./definition.js";
import { toFunctionNames, toList } from "./function-names.js";
import { type Place, type ServeOptions, toPlace } from "./place.js";
import type { Report } from "./report.js";
import { toServed } from "./served.js";
import { Stage } from "./stage.js";

/** A service that answers the pages of a test. */
export interface ServedService {
  readonly id: string;
  /** Where its functions answer: absolute with `origin` or Playwright's `baseURL`, else a path. Ends with `/`. */
  readonly url: string;
  readonly info: ServiceInfo;
  /**
   * What pages asked of it so far, oldest first; of one function when it is named.
   * @throws {TabserveError} `function-not-found` for a name that it does not have
   */
  calls(functionName?: string): readonly ServedCall[];
  /** Replaces functions and settings of these names from now on; the others stay. @throws {TabserveError} `bad-service` */
  update(changes: Partial<ServiceDefinition> | object): Promise<void>;
  /** Withdraws it: its requests go where they would go without it. */
  stop(): Promise<void>;
}

/** Serves functions written in a test to the pages under test, until the test ends. */
export interface Serve {
  /**
   * A service of the same id in the same place is replaced.
   * @throws {TabserveError} `bad-service`, `bad-option`
   */
  (definition: HyphaDefinition, options?: ServeOptions): Promise<ServedService>;
  (definition: StreamingDefinition, options?: ServeOptions): Promise<ServedService>;
  (definition: DigitalOceanDefinition, options?: ServeOptions): Promise<ServedService>;
  (definition: ServiceDefinition | object, options?: ServeOptions): Promise<ServedService>;
  /**
   * The calls of `service` or `service/function`, oldest first; without a name all.
   * @throws {TabserveError} `service-not-found`, `function-not-found` for what is not served
   */
  calls(name?: string): readonly ServedCall[];
}

/** What serving needs of its test. */
export interface ServingOptions {
  readonly baseURL: string | undefined;
  readonly report: Report;
  /** Whether the browser tells Playwright no bodies of requests. */
  readonly isBlind: boolean;
}

/** What one test serves. */
export class Serving {
  readonly #context: BrowserContext;
  readonly #options: ServingOptions;
  readonly #stages = new Map<BrowserContext, Stage>();
  /** Names of functions by the service's id, also of services that were replaced. */
  readonly #functions = new Map<string, Set<string>>();

  constructor(context: BrowserContext, options: ServingOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** What the test gets. */
  toServe(): Serve {
    const serve = (definition: ServiceDefinition | object, options: ServeOptions = {}) =>
      this.#serve(definition, options);
    return Object.assign(serve, { calls: (name?: string) => this.#calls(name) });
  }

  async close(): Promise<void> {
    for (const stage of this.#stages.values()) await stage.close();
    await this.#options.report.close();
  }

  async #serve(definition: ServiceDefinition | object, options: ServeOptions): Promise<ServedService> {
    const place = toPlace(options, this.#options.baseURL);
    const stage = this.#toStage(options.context ?? this.#context);
    const { workspace = "local" } = options;
    let current = definition;
    const put = async () => {
      const info = await stage.serve(current, place, toServed(current, { place, options }));
      this.#know(info);
      return info;
    };
    const info = await put();
    const id = toId(info);
    return {
      ...{ id, info, url: toUrl(info, place, this.#options.baseURL) },
      calls: (name) => this.#calls(name === undefined ? id : `${id}/${name}`),
      async update(changes) {
        current = Object.assign(Object.create(Object.getPrototypeOf(current)), current, changes);
        await put();
      },
      stop: () => stage.stop(place, workspace, id),
    };
  }

  #toStage(context: BrowserContext): Stage {
    const known = this.#stages.get(context);
    if (known) return known;
    const stage = new Stage(context, this.#options.report, this.#options.isBlind);
    this.#stages.set(context, stage);
    return stage;
  }

  #know(info: ServiceInfo): void {
    const names = this.#functions.get(toId(info)) ?? new Set();
    for (const name of toFunctionNames(info)) names.add(name);
    this.#functions.set(toId(info), names);
  }

  #calls(name: string | undefined): ServedCall[] {
    const { calls } = this.#options.report;
    if (name === undefined) return [...calls];
    const [, id = "", path] = /^([^/]+)(?:\/(.+))?$/.exec(name) ?? [];
    const names = this.#functions.get(id);
    if (!names)
      throw new TabserveError(
        "service-not-found",
        `calls(${JSON.stringify(name)}): no service ${JSON.stringify(id)} is served, but ${toList(this.#functions.keys())}`,
      );
    const wanted = path?.replaceAll("/", ".");
    if (wanted !== undefined && !names.has(wanted))
      throw new TabserveError(
        "function-not-found",
        `calls(${JSON.stringify(name)}): ${id} has no function ${JSON.stringify(wanted)}, but ${toList(names)}`,
      );
    return calls.filter((one) => one.service === id && (wanted === undefined || one.function === wanted));
  }
}

function toId({ id }: ServiceInfo): string {
  return id.slice(id.indexOf(":") + 1);
}

function toUrl(info: ServiceInfo, { origin, isMount, scope }: Place, baseURL: string | undefined): string {
  const url = isMount ? scope : info.url;
  return origin === undefined && baseURL === undefined ? new URL(url).pathname : url;
}

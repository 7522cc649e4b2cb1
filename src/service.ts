import { describeValue } from "./conventions/bad-result.js";
import type { Convention, RequireContext } from "./conventions/convention.js";
import type { DigitalOceanState } from "./conventions/digitalocean/state.js";
import { isPlainObject } from "./conventions/hypha/lookup.js";
import { TabserveError } from "./errors.js";
import type { InvokeByName } from "./invoke-by-name.js";
import { findNameProblem } from "./names.js";
import type { FunctionSchema, ServiceInfo, ServiceSchema, Visibility, WireService } from "./protocol.js";
import type { RunDirect } from "./recording.js";
import { formatServiceUrl } from "./route.js";
import { findTypeProblem, isStreaming, type Members, toEnv, toReachable } from "./service-type.js";

/** What a page registers: settings, and functions under their names, nested as deep as wanted. */
export interface ServiceDefinition {
  /** Its place in the URL; a class instance may leave it out and is called `default`. */
  readonly id?: string;
  /** Default: the id. */
  readonly name?: string;
  readonly description?: string;
  /**
   * What answers HTTP: `functions`, one by one; `fetch`, an app with `fetch(request, env, ctx)`; `asgi`, one with
   * `serve({scope, receive, send})`. `generic`, the default, is for `getService` only.
   */
  readonly type?: string;
  readonly docs?: string;
  readonly config?: ServiceConfig;
  // biome-ignore lint/suspicious/noExplicitAny: handlers of any signature, whose parameters TypeScript would otherwise demand
  readonly [member: string]: any;
}

export interface ServiceConfig {
  /** Default `protected`: pages connected to the workspace only. */
  readonly visibility?: Visibility;
  /** Give handlers a context as last argument: all of them, or those under these top-level names. */
  readonly require_context?: RequireContext;
  /** Seconds a handler has for its answer; then the caller gets 504. Default 30. */
  readonly timeout?: number;
  /** Refuse a second provider of this id in the workspace. */
  readonly singleton?: boolean;
  /** Hand request bodies over as they come, as a stream. Types `fetch` and `asgi` always do. */
  readonly stream?: boolean;
  /** How handlers are called and answer; `digitalocean` is for the type `functions`. Default `hypha`. */
  readonly convention?: "hypha" | "digitalocean";
  /** Whether each call leaves a record. Default `true`. */
  readonly activations?: boolean;
  /** Make what handlers stream server-sent events, unless they say another content type. */
  readonly sse?: boolean;
  readonly [key: string]: unknown;
}

/** A registered service as its page holds it. */
export interface Service {
  readonly wire: WireService;
  readonly info: ServiceInfo;
  /** Own keys only, without a prototype. */
  readonly members: object;
  readonly requireContext: RequireContext;
  /** What a `fetch` app gets as its second argument. */
  readonly env?: object;
  readonly config: ServiceConfig;
  readonly answer: Convention;
  /** Only in DigitalOcean's convention. */
  readonly digitalOcean?: DigitalOceanState;
  /** Calls a function by its name, as `api.invoke` of any page asks for; only in DigitalOcean's convention. */
  readonly invoke?: InvokeByName;
  /** Wraps calls by `getService`. */
  readonly direct?: RunDirect;
}

/** A service whose convention is not loaded yet. */
export type CheckedService = Omit<Service, "answer">;

/** Where a service is registered. */
export interface Place {
  readonly workspace: string;
  readonly clientId: string;
  /** Absolute URL of the worker's scope. */
  readonly scope: string;
  /** Whether other pages hear of it. */
  readonly notify: boolean;
}

/**
 * Checks a definition and takes a snapshot of it; the caller's object stays as it is.
 * @throws {TabserveError} `bad-service`
 */
export function toService(definition: unknown, place: Place): CheckedService {
  if (typeof definition !== "object" || definition === null || Array.isArray(definition))
    throw bad(`A service must be an object, not ${describeValue(definition)}`);
  const isLiteral = isPlainObject(definition);
  const members = isLiteral ? snapshotObject(definition) : snapshotInstance(definition);
  const id = checkId(members.id ?? (isLiteral ? undefined : "default"));
  const config = checkConfig(members.config, id);
  delete members.config;
  const problem = findTypeProblem(members);
  if (problem) throw bad(`Service ${id} ${problem}`);
  checkConvention(config.convention, members.type, id);
  const reachable = toReachable(members, definition);
  const env = toEnv(members);
  const info = toInfo(id, members, { config, place, reachable });
  return {
    wire: {
      id,
      type: info.type,
      visibility: config.visibility ?? "protected",
      singleton: config.singleton ?? false,
      notify: place.notify,
      timeout: (config.timeout ?? 30) * 1000,
      streams: isStreaming(info.type, config.stream),
      since: tick(),
      info: JSON.stringify(info),
    },
    info,
    members: reachable,
    requireContext: config.require_context ?? false,
    ...(env && { env }),
    config,
  };
}

let lastTick = 0;

/** Epoch milliseconds that never repeat: browsers make the clock coarse. */
function tick(): number {
  lastTick = Math.max(performance.timeOrigin + performance.now(), lastTick + 0.001);
  return lastTick;
}

function snapshotObject(definition: object): Members {
  return Object.assign(Object.create(null), definition);
}

/** Own and prototype methods, bound to the instance. */
function snapshotInstance(instance: object): Members {
  const members: Members = Object.create(null);
  for (let level = instance; isClassLevel(level); level = Object.getPrototypeOf(level)) {
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (key in members || (key === "constructor" && level !== instance)) continue;
      members[key] = typeof value === "function" ? value.bind(instance) : value;
    }
  }
  return members;
}

/** Everything up to, but without, `Object.prototype`, also that of another realm. */
function isClassLevel(level: object | null): level is object {
  return level !== null && Object.getPrototypeOf(level) !== null;
}

function checkId(id: unknown): string {
  const problem = id === undefined ? "is missing" : findNameProblem(id);
  if (problem)
    throw bad(`Service id ${describeValue(id)} ${problem}; give the service an id such as "hello-functions"`);
  return id as string;
}

const VISIBILITIES: readonly unknown[] = ["public", "protected", "unlisted"];

/** Longest delay of a browser timer, in seconds. */
const MAX_TIMEOUT = 2_147_483;

function checkConfig(config: unknown, id: string): ServiceConfig {
  if (config === undefined) return {};
  if (!isPlainObject(config))
    throw bad(`config of service ${id} must be an object, not ${describeValue(config)}`);
  const {
    visibility = "protected",
    require_context: context = false,
    timeout = 30,
    singleton = false,
    stream = false,
    sse = false,
    activations = true,
  } = config;
  const wrong = (key: string, value: unknown, rule: string) =>
    bad(`config.${key} of service ${id} is ${describeValue(value)}; it must be ${rule}`);
  if (!VISIBILITIES.includes(visibility))
    throw wrong("visibility", visibility, `one of ${VISIBILITIES.join(", ")}`);
  if (typeof context !== "boolean" && !isStringList(context))
    throw wrong("require_context", context, "true, false or a list of function names");
  if (typeof timeout !== "number" || !(timeout > 0 && timeout <= MAX_TIMEOUT))
    throw wrong("timeout", timeout, `a number of seconds above 0, up to ${MAX_TIMEOUT}`);
  if (typeof singleton !== "boolean") throw wrong("singleton", singleton, "true or false");
  if (typeof stream !== "boolean") throw wrong("stream", stream, "true or false");
  if (typeof sse !== "boolean") throw wrong("sse", sse, "true or false");
  if (typeof activations !== "boolean") throw wrong("activations", activations, "true or false");
  try {
    return JSON.parse(JSON.stringify(config)) as ServiceConfig;
  } catch (error) {
    throw bad(`config of service ${id} must be plain data: ${error}`);
  }
}

function checkConvention(convention: unknown, type: unknown, id: string): void {
  if (convention === undefined || convention === "hypha") return;
  const is = `config.convention of service ${id} is ${describeValue(convention)}`;
  if (convention !== "digitalocean") throw bad(`${is}; it must be "hypha" or "digitalocean"`);
  if (type !== "functions")
    throw bad(`${is}, which is for the type functions, not ${describeValue(type)}; set type: "functions"`);
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function toInfo(
  id: string,
  members: Members,
  extra: { config: ServiceConfig; place: Place; reachable: Members },
): ServiceInfo {
  const text = (key: string, fallback: string) => {
    const value = members[key] ?? fallback;
    if (typeof value === "string") return value;
    throw bad(`${key} of service ${id} must be a string, not ${describeValue(value)}`);
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

function bad(message: string): TabserveError {
  return new TabserveError("bad-service", message);
}

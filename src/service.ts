import { describeValue } from "./conventions/bad-result.js";
import type { Convention, RequireContext } from "./conventions/convention.js";
import { isPlainObject } from "./conventions/hypha/lookup.js";
import { TabserveError } from "./errors.js";
import { findNameProblem } from "./names.js";
import type { FunctionSchema, ServiceInfo, ServiceSchema, Visibility, WireService } from "./protocol.js";
import { formatServiceUrl } from "./route.js";

/** What a page registers: settings, and functions under their names, nested as deep as wanted. */
export interface ServiceDefinition {
  /** Its place in the URL; a class instance may leave it out and is called `default`. */
  readonly id?: string;
  /** Default: the id. */
  readonly name?: string;
  readonly description?: string;
  /** `functions` answers HTTP; `generic`, the default, is for `getService` only. */
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
  readonly [key: string]: unknown;
}

/** A registered service as its page holds it. */
export interface Service {
  readonly wire: WireService;
  readonly info: ServiceInfo;
  /** Own keys only, without a prototype. */
  readonly members: object;
  readonly requireContext: RequireContext;
  readonly answer: Convention;
}

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
 * @throws {TabserveError} `bad-service`, `not-supported`
 */
export function toService(definition: unknown, place: Place): Omit<Service, "answer"> {
  if (typeof definition !== "object" || definition === null || Array.isArray(definition))
    throw bad(`A service must be an object, not ${describeValue(definition)}`);
  const isLiteral = isPlainObject(definition);
  const members = isLiteral ? snapshotObject(definition) : snapshotInstance(definition);
  const id = checkId(members.id ?? (isLiteral ? undefined : "default"));
  const config = checkConfig(members.config, id);
  delete members.config;
  const info = toInfo(id, members, { config, place });
  return {
    wire: {
      id,
      type: info.type,
      visibility: config.visibility ?? "protected",
      singleton: config.singleton ?? false,
      notify: place.notify,
      timeout: (config.timeout ?? 30) * 1000,
      since: tick(),
      info: JSON.stringify(info),
    },
    info,
    members,
    requireContext: config.require_context ?? false,
  };
}

let lastTick = 0;

/** Epoch milliseconds that never repeat: browsers make the clock coarse. */
function tick(): number {
  lastTick = Math.max(performance.timeOrigin + performance.now(), lastTick + 0.001);
  return lastTick;
}

type Members = Record<string, unknown>;

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
  try {
    return JSON.parse(JSON.stringify(config)) as ServiceConfig;
  } catch (error) {
    throw bad(`config of service ${id} must be plain data: ${error}`);
  }
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

const LATER_TYPES: readonly string[] = ["asgi", "ASGI", "fetch"];

function toInfo(id: string, members: Members, extra: { config: ServiceConfig; place: Place }): ServiceInfo {
  const text = (key: string, fallback: string) => {
    const value = members[key] ?? fallback;
    if (typeof value === "string") return value;
    throw bad(`${key} of service ${id} must be a string, not ${describeValue(value)}`);
  };
  const type = text("type", "generic");
  if (LATER_TYPES.includes(type))
    throw new TabserveError(
      "not-supported",
      `Service ${id} has the type ${type}, which is not supported yet; use "functions"`,
    );
  const { workspace, clientId, scope } = extra.place;
  return {
    id: `${workspace}/${clientId}:${id}`,
    name: text("name", id),
    description: text("description", ""),
    type,
    config: { visibility: "protected", ...extra.config },
    docs: text("docs", ""),
    app_id: "*",
    service_schema: toSchema(members),
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
